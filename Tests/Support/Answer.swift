// What did a client get back?

/// One response as a client saw it.
public struct Answer: Sendable, CustomStringConvertible {
    /// How the body came to its end.
    public enum Ending: Sendable {
        /// By its length, its last chunk, or a clean end of an until-close body.
        case whole
        /// The flow ended before the body was complete.
        case truncated
        /// The connection was reset.
        case reset
    }

    public let status: Int
    public let reason: String
    public let version: String
    public let fields: FieldLines
    public let body: [UInt8]
    public let trailers: FieldLines
    public let ending: Ending
    /// The 1xx answers that came before, oldest first.
    public let interim: [Interim]

    public var text: String { String(decoding: body, as: UTF8.self) }

    public var description: String {
        "\(version) \(status) \(reason)\n\(fields)\n\n\(String(text.prefix(2_000))) [\(ending)]"
    }
}
