// What must a server make of what a client sent?

import HTTP

enum H2Expectation: Sendable {
    /// GOAWAY with this code, and the end of the connection (RFC 9113, 5.4.1).
    case connectionError(H2ErrorCode)
    /// RST_STREAM with this code on stream 1 or the one told; the connection lives (RFC 9113, 5.4.2).
    case streamError(H2ErrorCode, on: UInt32 = 1)
    /// The request on this stream is answered with this status.
    case answered(UInt16, on: UInt32 = 1)
    /// The request is malformed, for this reason: it is answered with that error's status (RFC 9113, 8.1.1).
    case malformed(H2MessageError)
    /// The content or the trailers of a request are, likewise.
    case malformedLater(H2MessageError)
    /// The connection lives; what else comes does not matter.
    case survived
    /// The connection ends without an error as soon as nothing runs.
    case ended
    /// Nothing comes of it: no frame but SETTINGS and their acknowledgement, and the connection lives.
    case ignored
    /// A PING comes back with these bytes.
    case pong([UInt8])
    /// So many bytes of content are sent on stream 1, and no more.
    case content(Int)
    /// The first frame that the server sends is SETTINGS.
    case settingsFirst
    /// The client's settings were acknowledged so many times.
    case acknowledged(Int)
}
