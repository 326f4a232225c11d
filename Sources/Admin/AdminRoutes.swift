// Which requests does the window answer, and who answers each?

import Connection
import HTTP

/// The table of endpoints.
public enum AdminRoutes {
    typealias Answer = @Sendable (LocalRequest, AdminSources) -> LocalResponse

    /// One endpoint: a method, a path (`*` at its end stands for one segment), what it is, and who answers.
    struct Entry: Sendable {
        let method: HTTP.Method
        let path: String
        let about: String
        let answer: Answer

        init(_ method: HTTP.Method, _ path: String, _ about: String, _ answer: @escaping Answer) {
            self.method = method
            self.path = path
            self.about = about
            self.answer = answer
        }

        /// Whether the answer is made of kept traces.
        var isAboutTraces: Bool { method == .get && path.hasPrefix("/api/v2/") }

        func leads(to path: String) -> Bool {
            guard self.path.hasSuffix("*") else { return self.path == path }
            let prefix = self.path.dropLast()
            return path.hasPrefix(prefix) && !path.dropFirst(prefix.count).contains("/")
        }
    }

    static let table: [Entry] = [
        Entry(.get, "/", "this list", IndexAPI.index),
        Entry(.get, "/live", "200 while the process runs", HealthAPI.live),
        Entry(.get, "/ready", "200 while traffic is wanted, 503 while starting or draining", HealthAPI.ready),
        Entry(.get, "/health", "the same for Zipkin's clients", HealthAPI.health),
        Entry(.get, "/metrics", "metrics for Prometheus", MetricsAPI.page),
        Entry(.get, "/routes", "the routes in effect (?format=json)", RoutesAPI.routes),
        Entry(.get, "/config", "the configuration in effect", ConfigAPI.text),
        Entry(.post, "/api/v2/spans", "spans of services, Zipkin v2 JSON", SpansAPI.take),
        Entry(.get, "/api/v2/services", "services that recorded spans", TracesAPI.services),
        Entry(.get, "/api/v2/spans", "span names (?serviceName=)", TracesAPI.spanNames),
        Entry(.get, "/api/v2/remoteServices", "called services (?serviceName=)", TracesAPI.remoteServices),
        Entry(.get, "/api/v2/traces", "search for traces (?serviceName=&minDuration=&limit=...)", TracesAPI.search),
        Entry(.get, "/api/v2/trace/*", "one trace by its id", TracesAPI.trace),
        Entry(.get, "/api/v2/traceMany", "several traces (?traceIds=)", TracesAPI.traces),
        Entry(.get, "/api/v2/dependencies", "who calls whom (?endTs=&lookback=)", TracesAPI.dependencies),
        Entry(.get, "/api/v2/autocompleteKeys", "tags offered for search: none", TracesAPI.autocompleteKeys),
        Entry(.get, "/api/v2/autocompleteValues", "values of such a tag: none", TracesAPI.autocompleteValues),
        Entry(.get, "/config.json", "settings for Zipkin's web UI", ConfigAPI.zipkin),
    ]

    /// Answers one request. Depends on nothing but its arguments.
    ///
    /// Zipkin's endpoints also stand below `/zipkin`, where its web UI looks for them.
    public static func respond(to request: LocalRequest, _ sources: AdminSources) async -> LocalResponse {
        guard request.method != .trace else { return refusal(allowing: [.get]) }
        let found = table.filter { $0.leads(to: path(of: request)) }
        guard !found.isEmpty else { return .fault(.notFound, "there is nothing at \(request.path); / has a list") }
        let wanted = request.method == .head ? .get : request.method
        guard let entry = found.first(where: { $0.method == wanted }) else {
            return refusal(allowing: found.map(\.method))
        }
        if entry.isAboutTraces { await sources.gatherSpans() }
        return entry.answer(request, sources)
    }

    private static func path(of request: LocalRequest) -> String {
        let isBelowZipkin = request.path.hasPrefix("/zipkin/api/v2/") || request.path == "/zipkin/config.json"
        return isBelowZipkin ? String(request.path.dropFirst("/zipkin".count)) : request.path
    }

    private static func refusal(allowing methods: [HTTP.Method]) -> LocalResponse {
        let names = methods.flatMap { $0 == .get ? ["GET", "HEAD"] : [$0.name.description] }.joined(separator: ", ")
        return .fault(.methodNotAllowed, "allowed here: \(names)").adding("Allow", names)
    }
}
