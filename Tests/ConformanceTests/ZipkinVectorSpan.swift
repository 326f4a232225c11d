// How the Zipkin vectors say a span.

import Archive
import Telemetry

/// Reads the short forms that the vectors use into spans.
enum ZipkinVectorSpan {
    /// `{traceId, parentId, id, name, kind, local{serviceName, ip, port}, remote, timestamp, duration, annotations
    /// [[µs, text]], tags [[key, value]], debug, shared}`, and the shorter one with `localService`, `remoteService` and
    /// `error`. Ids are padded.
    static func span(_ json: JSON) throws -> ZipkinSpan {
        ZipkinSpan(
            traceID: try ZipkinID.traceID(json["traceId"].string ?? ""),
            id: try ZipkinID.spanID(json["id"].string ?? ""),
            parentID: try json["parentId"].string.flatMap { try ZipkinID.parentID($0) },
            kind: json["kind"].string.flatMap { SpanKind(name: $0) },
            name: json["name"].string,
            timestamp: integer(json["timestamp"]),
            duration: integer(json["duration"]),
            localEndpoint: endpoint(json, "local"),
            remoteEndpoint: endpoint(json, "remote"),
            annotations: annotations(json["annotations"]),
            tags: tags(json["tags"]) + (hasError(json["error"]) ? [ZipkinTag(key: "error", value: "")] : []),
            isDebug: json["debug"].bool ?? false,
            isShared: json["shared"].bool ?? false
        )
    }

    /// Numbers stand as numbers or as their text.
    private static func integer(_ json: JSON) -> Int64 { json.integer ?? json.string.flatMap { Int64($0) } ?? 0 }

    private static func hasError(_ json: JSON) -> Bool { !json.isNull && json.bool != false }

    private static func endpoint(_ json: JSON, _ side: String) -> ZipkinEndpoint? {
        let whole = json[side].isNull ? json[side + "Endpoint"] : json[side]
        let name = whole["serviceName"].string ?? json[side + "Service"].string
        let address = (whole["ip"].string ?? json[side + "Ip"].string).flatMap { ZipkinAddress.read($0) }
        let port = UInt16(clamping: integer(whole["port"].isNull ? json[side + "Port"] : whole["port"]))
        return ZipkinEndpoint(serviceName: name, address: address, port: port)
    }

    private static func annotations(_ json: JSON) -> [ZipkinAnnotation] {
        json.array.map { ZipkinAnnotation(timestamp: integer($0[0]), value: $0[1].string ?? "") }
    }

    private static func tags(_ json: JSON) -> [ZipkinTag] {
        let pairs = json.array.map { ZipkinTag(key: $0[0].string ?? "", value: $0[1].string ?? "") }
        return pairs + json.object.map { ZipkinTag(key: $0.key, value: $0.value.string ?? "") }
    }
}
