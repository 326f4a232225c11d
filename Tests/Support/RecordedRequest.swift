// What reached the origin?

/// One request as an origin received it: the bytes of its head, and what they say.
public struct RecordedRequest: Sendable, CustomStringConvertible {
    /// The head byte for byte, with its blank line.
    public let rawHead: String
    public let method: String
    public let target: String
    public let version: String
    public let fields: FieldLines
    /// Which connection brought it, counted from 0, and its place on that connection.
    public let connection: Int
    public let place: Int
    /// The body as far as the origin has read it.
    public internal(set) var body: [UInt8] = []
    public internal(set) var trailers = FieldLines()
    /// Whether the body has been read to its proper end.
    public internal(set) var isWhole = false

    public var text: String { String(decoding: body, as: UTF8.self) }

    public var description: String { rawHead + text }
}
