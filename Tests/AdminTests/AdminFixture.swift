// What does a window over nothing look like?

import Archive
import Connection
import HTTP
import Telemetry

@testable import Admin

/// Sources over an archive in memory, with every answer known.
struct AdminFixture {
    let store: TraceStore
    let sources: AdminSources

    static let now: Int64 = 1_700_000_000_000

    init(
        readiness: AdminReadiness = .ready,
        hasArchive: Bool = true,
        routes: [AdminRouteRow] = [],
        onItsWay: [ZipkinSpan] = []
    ) throws {
        let store = TraceStore(try Archive())
        self.store = store
        sources = AdminSources(
            readiness: { readiness },
            metrics: { ("text/plain; version=0.0.4", Array("headgate_up 1\n".utf8)) },
            routes: { routes },
            configText: { "listen :80 { }\n" },
            traces: hasArchive ? store : nil,
            gatherSpans: { _ = try? store.keep(onItsWay, unixMicroseconds: Self.now * 1000) },
            keepSpans: { spans in _ = try? store.keep(spans, unixMicroseconds: Self.now * 1000) },
            nowMilliseconds: { Self.now },
            spanBytes: 100_000
        )
    }

    func get(_ target: String, headers: [LocalRequest.Pair] = []) async -> LocalResponse {
        await ask(.get, target, headers: headers)
    }

    /// Asks with a target as a client would write it.
    func ask(
        _ method: HTTP.Method,
        _ target: String,
        headers: [LocalRequest.Pair] = [],
        body: [UInt8] = []
    ) async -> LocalResponse {
        let parts = target.split(separator: "?", maxSplits: 1)
        let request = LocalRequest(
            method: method,
            path: String(parts[0]),
            query: parts.count > 1 ? QueryText.parameters(String(parts[1])) : [],
            headers: headers,
            body: body
        )
        return await AdminRoutes.respond(to: request, sources)
    }

    /// One call from `shop` to `stock`, 2 ms, a second ago.
    static func spans(trace: UInt64 = 0xA, error: Bool = false) -> [ZipkinSpan] {
        let start = now * 1000 - 1_000_000
        let shop = ZipkinEndpoint(serviceName: "shop", address: nil, port: 0)
        let stock = ZipkinEndpoint(serviceName: "stock", address: nil, port: 0)
        let id = TraceID(high: 0, low: trace)
        return [
            ZipkinSpan(
                traceID: id,
                id: SpanID(1),
                kind: .client,
                name: "get /items",
                timestamp: start,
                duration: 2000,
                localEndpoint: shop,
                remoteEndpoint: stock,
                tags: error ? [ZipkinTag(key: "error", value: "503")] : []
            ),
            ZipkinSpan(
                traceID: id,
                id: SpanID(2),
                parentID: SpanID(1),
                kind: .server,
                name: "get",
                timestamp: start + 100,
                duration: 1800,
                localEndpoint: stock
            ),
        ]
    }
}

extension LocalResponse {
    var text: String { String(decoding: body, as: UTF8.self) }
}
