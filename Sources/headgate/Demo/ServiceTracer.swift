// Which spans does a demo service record?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

/// Records the SERVER span of a request and the CLIENT span of each call, and hands them to the reporter.
struct ServiceTracer: Sendable {
    private let endpoint: ZipkinEndpoint
    private let reporter: SpanReporter?

    init(_ name: String, at address: SocketAddress, reporter: SpanReporter?) {
        let ip = address.ip.flatMap { $0 == SocketAddress.anyHost ? nil : $0 }
        endpoint = ZipkinEndpoint(serviceName: name, address: ip, port: address.port ?? 0)
        self.reporter = reporter
    }

    /// Answers a request with `body`, in a SERVER span below the caller's.
    func serve(
        _ request: LocalRequest,
        _ body: (ServiceTrace) async -> LocalResponse
    ) async -> LocalResponse {
        let trace = ServiceTrace(request)
        let start = ClockAnchor.now()
        let response = await body(trace)
        let name = "\(request.method.name) \(request.path)"
        let tags = Self.tags(method: request.method, path: request.path, status: response.status)
        await record(trace, .server, name, since: start, tags)
        return response
    }

    /// Makes a call with `body`, which sends the given fields, in a CLIENT span below the request's.
    func call(
        _ url: ClientURL,
        in trace: ServiceTrace,
        _ body: ([(name: String, value: String)]) async throws(ClientError) -> ClientResponse
    ) async throws(ClientError) -> ClientResponse {
        let call = trace.call
        let start = ClockAnchor.now()
        let name = "GET \(url.target)"
        do throws(ClientError) {
            let response = try await body(call.headers)
            await record(
                call,
                .client,
                name,
                since: start,
                Self.tags(method: .get, path: url.target, status: response.status)
            )
            return response
        } catch {
            await record(call, .client, name, since: start, [ZipkinTag(key: "error", value: "\(error)")])
            throw error
        }
    }

    private static func tags(method: HTTP.Method, path: String, status: Status) -> [ZipkinTag] {
        var tags = [
            ZipkinTag(key: "http.method", value: "\(method.name)"), ZipkinTag(key: "http.path", value: path),
            ZipkinTag(key: "http.status_code", value: "\(status.rawValue)"),
        ]
        if status.rawValue >= 500 { tags.append(ZipkinTag(key: "error", value: "\(status.rawValue)")) }
        return tags
    }

    private func record(
        _ trace: ServiceTrace,
        _ kind: SpanKind,
        _ name: String,
        since start: ClockAnchor,
        _ tags: [ZipkinTag]
    ) async {
        guard let reporter, let context = trace.recorded else { return }
        let nanoseconds = MonotonicClock.now().nanoseconds(since: start.instant)
        let span = ZipkinSpan(
            traceID: context.traceID,
            id: context.spanID,
            parentID: context.parentID,
            kind: kind,
            name: name,
            timestamp: start.unixMicroseconds,
            duration: max(1, Int64(nanoseconds) / 1000),
            localEndpoint: endpoint,
            tags: tags,
            isDebug: context.decision == .debug
        )
        await reporter.report(span)
    }
}
