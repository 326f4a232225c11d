// What happened on an HTTP/2 connection?

import Bytes

/// One thing that a session has understood, in the order in which it happened. `stream` is the session's number for a
/// stream's place, not the stream identifier.
public enum H2Event: Sendable {
    /// A complete field section: a request's or answer's head, or trailers. `endsStream` when nothing follows it.
    case section(stream: UInt32, H2Section, endsStream: Bool)
    /// Content, where it lies in the input that was handed to `receive`.
    case data(stream: UInt32, ByteRange)
    /// The peer has said everything on this stream.
    case end(stream: UInt32)
    /// Our last frame on this stream has been written.
    case sent(stream: UInt32)
    /// The content kept for this stream has been written; there is room for more.
    case room(stream: UInt32)
    /// The stream is over, with this error code (0 when all went well); its place must be given back by `release`.
    case closed(stream: UInt32, code: UInt32)
    /// The peer's settings have arrived or changed.
    case settings
    /// A ping of ours was answered.
    case pong
    /// The peer takes no new streams; those above `lastStream` were not looked at.
    case goAway(lastStream: Int32, code: UInt32)
}
