// Where is the client's side of an exchange?

/// A downstream connection, and a stream of it when it speaks HTTP/2.
struct ClientPlace {
    /// Its place in `servers`, or in `h2servers` when there is a stream.
    let connection: UInt32
    /// The session's number for the stream; `.max` on HTTP/1.
    var stream = UInt32.max
    /// What this client may do.
    let clearance: UInt8

    var isStream: Bool { stream != .max }
}
