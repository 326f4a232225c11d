// Where is the upstream's side of an exchange?

/// An upstream connection, and a stream of it when it speaks HTTP/2.
struct UpstreamPlace {
    /// Its place in `clients`, or in `h2clients` when there is a stream; `.max` when there is none.
    var connection = UInt32.max
    /// The session's number for the stream; `.max` on HTTP/1 and while a connection is being made.
    var stream = UInt32.max

    var isNone: Bool { connection == .max }
    var isStream: Bool { stream != .max }
}
