// Which spans does a Zipkin v2 JSON message hold?

import Bytes
import Telemetry

/// Reads a list of spans as Zipkin's server does (`zipkin2.internal.V2SpanReader`).
///
/// Unknown members are skipped; null stands for absent except in ids, annotations and tags; an empty body is an empty
/// list. One bad span refuses the whole message. Unlike Zipkin, whatever follows the list is an error too.
public struct ZipkinJSONReader {
    /// Messages beyond this are refused: ten times what reporters send at once.
    public static let defaultLimit = 10 << 20

    private var scanner: JSONScanner

    /// The spans of a message body.
    public static func read(
        _ body: [UInt8],
        limit: Int = ZipkinJSONReader.defaultLimit
    ) throws(ZipkinJSONError) -> [ZipkinSpan] {
        if body.count > limit { throw .tooLarge(limit: limit) }
        guard let first = body.first(where: { $0 > 0x20 }) else { return [] }
        guard first == UInt8(ascii: "[") else { throw .notAList }
        var reader = ZipkinJSONReader(scanner: JSONScanner(body))
        do {
            return try reader.list()
        } catch {
            throw error.asZipkinError
        }
    }

    /// The traces of an answer of Zipkin's query API: a list of lists of spans.
    public static func readTraces(_ body: [UInt8]) throws(ZipkinJSONError) -> [[ZipkinSpan]] {
        guard body.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") else { throw .notAList }
        var reader = ZipkinJSONReader(scanner: JSONScanner(body))
        do {
            return try reader.traces()
        } catch {
            throw error.asZipkinError
        }
    }

    /// One span, as the archive keeps it.
    static func readOne(_ object: [UInt8]) throws(ZipkinJSONError) -> ZipkinSpan {
        var reader = ZipkinJSONReader(scanner: JSONScanner(object))
        do {
            return try reader.span()
        } catch {
            throw error.asZipkinError
        }
    }

    private mutating func list() throws -> [ZipkinSpan] {
        let spans = try elements()
        try scanner.end()
        return spans
    }

    private mutating func traces() throws -> [[ZipkinSpan]] {
        var traces: [[ZipkinSpan]] = []
        try scanner.beginArray()
        while try scanner.nextElement() { traces.append(try elements()) }
        try scanner.end()
        return traces
    }

    private mutating func elements() throws -> [ZipkinSpan] {
        var spans: [ZipkinSpan] = []
        try scanner.beginArray()
        while try scanner.nextElement() { spans.append(try span()) }
        return spans
    }

    /// The members of a span as they are found; the order is free.
    private struct Parts {
        var traceID: TraceID?
        var id: SpanID?
        var parentID: SpanID?
        var kind: SpanKind?
        var name: String?
        var timestamp: Int64 = 0
        var duration: Int64 = 0
        var local: ZipkinEndpoint?
        var remote: ZipkinEndpoint?
        var annotations: [ZipkinAnnotation] = []
        var tags: [ZipkinTag] = []
        var isDebug = false
        var isShared = false
    }

    private mutating func span() throws -> ZipkinSpan {
        var parts = Parts()
        try scanner.beginObject()
        while let name = try scanner.nextName() { try member(name, of: &parts) }
        guard let traceID = parts.traceID, let id = parts.id else {
            let missing = (parts.traceID == nil ? ["traceId"] : []) + (parts.id == nil ? ["id"] : [])
            throw ZipkinJSONError.missing(missing)
        }
        return ZipkinSpan(
            traceID: traceID,
            id: id,
            parentID: parts.parentID,
            kind: parts.kind,
            name: parts.name,
            timestamp: parts.timestamp,
            duration: parts.duration,
            localEndpoint: parts.local,
            remoteEndpoint: parts.remote,
            annotations: parts.annotations,
            tags: parts.tags,
            isDebug: parts.isDebug,
            isShared: parts.isShared
        )
    }

    private mutating func member(_ name: String, of parts: inout Parts) throws {
        switch name {
        case "traceId": parts.traceID = try ZipkinID.traceID(scanner.string())
        case "id": parts.id = try ZipkinID.spanID(scanner.string())
        case _ where try scanner.skipNull(): break
        case "parentId": parts.parentID = try ZipkinID.parentID(scanner.string())
        case "kind": parts.kind = try kind()
        case "name": parts.name = try scanner.string()
        case "timestamp": parts.timestamp = try scanner.integer()
        case "duration": parts.duration = try scanner.integer()
        case "localEndpoint": parts.local = try endpoint()
        case "remoteEndpoint": parts.remote = try endpoint()
        case "annotations": try annotations(into: &parts.annotations)
        case "tags": try tags(into: &parts.tags)
        case "debug": if try scanner.boolean() { parts.isDebug = true }
        case "shared": if try scanner.boolean() { parts.isShared = true }
        // A member of the v1 format: the sender has mistaken the path.
        case "binaryAnnotations": throw ZipkinJSONError.wrongFormat(received: "JSON_V1")
        default: try scanner.skip()
        }
    }

    private mutating func kind() throws -> SpanKind {
        let word = try scanner.string()
        guard let kind = SpanKind(name: word) else { throw ZipkinJSONError.unknownKind(word) }
        return kind
    }

    private mutating func endpoint() throws -> ZipkinEndpoint {
        var serviceName: String?
        var ipv4: IPAddress?
        var ipv6: IPAddress?
        var port: UInt16 = 0
        try scanner.beginObject()
        while let name = try scanner.nextName() {
            switch name {
            case _ where try scanner.skipNull(): break
            case "serviceName": serviceName = try scanner.string()
            case "ipv4", "ipv6":
                let address = ZipkinAddress.read(try scanner.string())
                if address?.isIPv4 == true { ipv4 = address } else { ipv6 = address ?? ipv6 }
            case "port": port = try self.port()
            default: try scanner.skip()
            }
        }
        // Our endpoints have one address; IPv4 is the one that Zipkin's own clients write first.
        return ZipkinEndpoint(serviceName: serviceName, address: ipv4 ?? ipv6, port: port)
    }

    private mutating func port() throws -> UInt16 {
        let number = try scanner.integer()
        if number > 65535 { throw ZipkinJSONError.invalidPort(number) }
        return UInt16(max(0, number))
    }

    private mutating func annotations(into annotations: inout [ZipkinAnnotation]) throws {
        try scanner.beginArray()
        while try scanner.nextElement() { annotations.append(try annotation()) }
    }

    private mutating func annotation() throws -> ZipkinAnnotation {
        var timestamp: Int64?
        var value: String?
        try scanner.beginObject()
        while let name = try scanner.nextName() {
            switch name {
            case "timestamp": timestamp = try scanner.integer()
            case "value": value = try scanner.string()
            default: try scanner.skip()
            }
        }
        guard let timestamp, let value else { throw ZipkinJSONError.incompleteAnnotation(path: scanner.path) }
        return ZipkinAnnotation(timestamp: timestamp, value: value)
    }

    private mutating func tags(into tags: inout [ZipkinTag]) throws {
        try scanner.beginObject()
        while let key = try scanner.nextName() {
            if try scanner.kind() == .null { throw ZipkinJSONError.noValue(path: scanner.path) }
            tags.append(ZipkinTag(key: key, value: try scanner.string()))
        }
    }
}

extension Error {
    /// Every error of this reader as one type; the parts throw their own.
    fileprivate var asZipkinError: ZipkinJSONError {
        switch self {
        case let error as ZipkinJSONError: error
        case let error as ZipkinIDError: .id(error)
        case let error as JSONError: .json(error)
        default: .json(.malformed(offset: 0))
        }
    }
}
