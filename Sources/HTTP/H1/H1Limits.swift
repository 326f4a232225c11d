// How much of HTTP/1 is enough.

/// Bounds on what a peer may send before it is refused. The first three carry the names of the configuration.
public struct H1Limits: Sendable, Equatable {
    /// `limits.head`: request or status line and all fields, in bytes.
    public var headBytes = 32 * 1024
    /// `limits.fields`: how many fields a head may have.
    public var fields = 100
    /// `limits.target`: the request target as sent, in bytes.
    public var targetBytes = 8 * 1024
    /// Empty lines before a request line that are skipped (RFC 9112, 2.2 asks for at least one).
    public var leadingEmptyLines = 4
    /// One chunk-size line with its extensions, in bytes. Extensions are of no use to us, so there is room for few.
    public var chunkLineBytes = 256
    /// The trailer section, in bytes.
    public var trailerBytes = 8 * 1024
    /// How many fields a trailer section may have.
    public var trailerFields = 32

    public init() {}

    public init(headBytes: Int, fields: Int, targetBytes: Int) {
        self.headBytes = headBytes
        self.fields = fields
        self.targetBytes = targetBytes
    }
}
