// Which traces does somebody want to see?

import Telemetry

/// A search over kept traces, with the meaning of Zipkin's `GET /api/v2/traces` (`zipkin2.storage.QueryRequest`).
///
/// A query that exists is valid. Times are those of the API: `endMilliseconds` and `lookbackMilliseconds` in
/// milliseconds since 1970, durations in microseconds.
public struct TraceQuery: Hashable, Sendable {
    /// Only spans that this service recorded are looked at; nil looks at all. Lower case.
    public let serviceName: String?
    public let remoteServiceName: String?
    public let spanName: String?
    public let annotations: AnnotationQuery
    public let minimumDuration: Int64?
    public let maximumDuration: Int64?
    public let endMilliseconds: Int64
    public let lookbackMilliseconds: Int64
    public let limit: Int

    /// What `limit` is when nobody says.
    public static let defaultLimit = 10
    /// What `lookback` is when nobody says: a day.
    public static let defaultLookbackMilliseconds: Int64 = 86_400_000

    /// Checks the values together. An empty name, and the span name `all`, are no condition; names are lower-cased.
    public init(
        serviceName: String? = nil,
        remoteServiceName: String? = nil,
        spanName: String? = nil,
        annotations: AnnotationQuery = AnnotationQuery(),
        minimumDuration: Int64? = nil,
        maximumDuration: Int64? = nil,
        endMilliseconds: Int64,
        lookbackMilliseconds: Int64 = TraceQuery.defaultLookbackMilliseconds,
        limit: Int = TraceQuery.defaultLimit
    ) throws(TraceQueryError) {
        if endMilliseconds <= 0 { throw .notPositive("endTs") }
        if limit <= 0 { throw .notPositive("limit") }
        if lookbackMilliseconds <= 0 { throw .notPositive("lookback") }
        if let minimumDuration {
            if minimumDuration <= 0 { throw .notPositive("minDuration") }
            if let maximumDuration, maximumDuration < minimumDuration { throw .durationsCrossed }
        } else if maximumDuration != nil {
            throw .maximumDurationAlone
        }
        self.serviceName = Self.name(serviceName)
        self.remoteServiceName = Self.name(remoteServiceName)
        self.spanName = Self.name(spanName).flatMap { $0 == "all" ? nil : $0 }
        self.annotations = annotations
        self.minimumDuration = minimumDuration
        self.maximumDuration = maximumDuration
        self.endMilliseconds = endMilliseconds
        self.lookbackMilliseconds = lookbackMilliseconds
        self.limit = limit
    }

    /// Reads the query parameters of the API; `parameter` answers the decoded value of a name.
    public init(nowMilliseconds: Int64, parameter: (String) -> String?) throws(TraceQueryError) {
        let limit = try Self.integer("limit", parameter("limit")) ?? Int64(Self.defaultLimit)
        try self.init(
            serviceName: parameter("serviceName"),
            remoteServiceName: parameter("remoteServiceName"),
            spanName: parameter("spanName"),
            annotations: AnnotationQuery(parameter("annotationQuery") ?? ""),
            minimumDuration: Self.integer("minDuration", parameter("minDuration")),
            maximumDuration: Self.integer("maxDuration", parameter("maxDuration")),
            endMilliseconds: Self.integer("endTs", parameter("endTs")) ?? nowMilliseconds,
            lookbackMilliseconds: Self.integer("lookback", parameter("lookback")) ?? Self.defaultLookbackMilliseconds,
            limit: Int(clamping: limit)
        )
    }

    /// The microseconds since 1970 in which a trace must have begun, both ends included.
    public var beginsWithin: ClosedRange<Int64> {
        let (end, tooLate) = endMilliseconds.multipliedReportingOverflow(by: 1000)
        let latest = tooLate ? .max : end
        let begin = endMilliseconds.subtractingReportingOverflow(lookbackMilliseconds).partialValue
        // What begins before 1970 begins with it; timestamps are never negative.
        return max(0, begin).multipliedReportingOverflow(by: 1000).partialValue...latest
    }

    /// Whether one trace, all spans of it, is asked for. Different spans may meet different conditions.
    public func matches(_ spans: [ZipkinSpan]) -> Bool {
        guard let began = Self.timestamp(of: spans), beginsWithin.contains(began) else { return false }
        let seen = serviceName == nil ? spans : spans.filter { $0.localEndpoint?.serviceName == serviceName }
        if serviceName != nil, seen.isEmpty { return false }
        if let remoteServiceName, !seen.contains(where: { $0.remoteEndpoint?.serviceName == remoteServiceName }) {
            return false
        }
        if let spanName, !seen.contains(where: { $0.name == spanName }) { return false }
        if let minimumDuration {
            let allowed = minimumDuration...(maximumDuration ?? .max)
            if !seen.contains(where: { allowed.contains($0.duration) }) { return false }
        }
        return annotations.clauses.allSatisfy { clause in seen.contains { Self.meets(clause, $0) } }
    }

    /// When a trace began: its first root with a timestamp says so, or else its earliest span. Nil without timestamps.
    public static func timestamp(of spans: [ZipkinSpan]) -> Int64? {
        let timed = spans.filter { $0.timestamp != 0 }
        return timed.first { $0.parentID == nil }?.timestamp ?? timed.map(\.timestamp).min()
    }

    private static func meets(_ clause: (key: String, value: String), _ span: ZipkinSpan) -> Bool {
        if let value = span.tag(clause.key), clause.value.isEmpty || clause.value == value { return true }
        return clause.value.isEmpty && span.annotations.contains { $0.value == clause.key }
    }

    private static func name(_ text: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        return text.lowercased()
    }

    private static func integer(_ name: String, _ text: String?) throws(TraceQueryError) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let value = Int64(text) else { throw .notANumber(name, text) }
        return value
    }
}
