// What must not appear in spans?

/// What is kept out of spans. By default the query string is left out whole.
public struct RedactConfig: Sendable, Equatable {
    /// What happens to the query string.
    public enum Query: Sendable, Equatable {
        /// The query is left out (`redact query`).
        case all
        /// Only these parameters keep their value (`redact query except page sort`).
        case except([String])
        /// The query is shown (`redact nothing`).
        case none
    }

    public var query: Query

    public init(query: Query = .all) {
        self.query = query
    }
}
