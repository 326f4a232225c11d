// How does a body leave, and was all of it written that was promised?

import Bytes
import HTTP
import Wire

/// Frames an outgoing body and counts what the head promised.
///
/// RFC 9112, 6: a body is absent, has a length, is chunked, or (to an HTTP/1.0 client) ends with the connection.
public struct BodyWriter: Equatable, Sendable {
    public private(set) var framing: BodyFraming
    /// Bytes of content written so far, without framing.
    public private(set) var written: UInt64 = 0
    private var isEnded = false

    public init(_ framing: BodyFraming) { self.framing = framing }

    /// Whether `more` bytes still fit into what the head promised. More than promised must never be written.
    public func accepts(_ more: Int) -> Bool {
        switch framing {
        case .none: more == 0
        case .length(let length): written + UInt64(more) <= length
        case .chunked, .untilClose: true
        }
    }

    /// Whether the body is out as the head promised: a length was filled, a chunked body has its last chunk.
    public var isComplete: Bool {
        switch framing {
        case .none: true
        case .length(let length): written == length
        case .chunked, .untilClose: isEnded
        }
    }

    /// What stands before `data` on the wire.
    public mutating func open(_ data: ByteView, into out: inout ByteBuffer) {
        // Readers hand out no more than their head announced, and both sides of an exchange are framed alike.
        assert(accepts(data.count), "More content is written than was promised.")
        written += UInt64(data.count)
        if case .chunked = framing { H1Serializer.chunkHeader(count: data.count, into: &out) }
    }

    /// What stands after the data that was opened last.
    public var close: ByteView {
        if case .chunked = framing { return ByteView("\r\n") }
        return .empty
    }

    /// Writes small data whole, framing included, into `out`.
    public mutating func frame(_ data: ByteView, into out: inout ByteBuffer) {
        open(data, into: &out)
        out.append(data)
        out.append(close)
    }

    /// Writes what is staged and then `data` as a piece of body, without copying `data`. Empties `staged`.
    public mutating func write(
        _ data: ByteView,
        after staged: inout ByteBuffer,
        to conduit: inout Conduit,
        _ io: inout IOScratch
    ) -> WriteStep {
        open(data, into: &staged)
        let step = conduit.write(staged.readable, data, close, &io)
        staged.clear()
        return step
    }

    /// What ends the body: the last chunk with its trailers, or nothing.
    /// - Parameter trailers: validated field lines, each ended by CRLF; dropped where the framing has no place for them.
    public mutating func finish(trailers: ByteView, into out: inout ByteBuffer) {
        isEnded = true
        if case .chunked = framing { H1Serializer.lastChunk(trailers: trailers, into: &out) }
    }
}
