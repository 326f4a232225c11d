// How far has one HTTP/2 stream come, in both directions?

import Bytes

/// What a session keeps for one stream. It lies in memory of its own, because libnghttp2 keeps its address.
struct H2StreamState: ~Copyable {
    /// How our side of the content ends.
    enum Ending: UInt8 {
        case open
        case plain
        case trailers
    }

    let place: UInt32
    /// The stream identifier; 0 until libnghttp2 has chosen one.
    var id: Int32 = 0
    /// Whether the place is given out.
    private(set) var isTaken = false
    /// Whose stream it is; not interpreted here.
    var owner = UInt32.max
    var content = H2Content()
    /// Whether a whole field section has arrived before, so that the next one is trailers or follows an interim answer.
    var hasHead = false

    /// Heads and trailers that libnghttp2 has in line to be sent, oldest first.
    var heads = H2Heads()
    /// Content that is to go out and was not taken by flow control.
    var output = ByteBuffer()
    /// Content that is to go out and lies with our caller, for the length of a call.
    var offered = ByteView.empty
    var ending = Ending.open
    /// Lines of the trailers that ended the peer's content.
    var incomingTrailers = ByteBuffer()
    /// Lines of the trailers that end our content.
    var trailers = ByteBuffer()
    /// Whether libnghttp2 has asked for our content, which it does once the head has been written.
    var wasAsked = false
    /// Whether libnghttp2 was told that there is nothing to send now.
    var isDeferred = false
    /// Whether the owner still looks at what came on the closed stream.
    var isKept = false
    /// Whether somebody waits for `output` to become empty.
    var awaitsRoom = false
    /// Whether we have ended it at once. A second time libnghttp2 would do so with a stream that never left, which ends the
    /// connection.
    var isReset = false
    /// Whether libnghttp2 knows the stream no more.
    var isClosed = false
    /// Bytes of content written so far.
    var written: UInt64 = 0

    init(place: UInt32) { self.place = place }

    var available: Int { output.count + offered.count }

    /// Makes the place ready for another stream.
    mutating func open(id: Int32) {
        self.id = id
        isTaken = true
        owner = .max
        content.begin()
        hasHead = false
        ending = .open
        isDeferred = false
        wasAsked = false
        awaitsRoom = false
        isReset = false
        isClosed = false
        isKept = false
        written = 0
    }

    mutating func close() {
        id = 0
        isTaken = false
        owner = .max
        awaitsRoom = false
        isClosed = false
        isKept = false
        content.forget()
        heads.forget()
        output.release()
        trailers.release()
        incomingTrailers.release()
        offered = .empty
    }

    /// Whether the head of our answer has left. What waits after that are trailers.
    var headIsWritten: Bool { wasAsked || heads.isEmpty }

    /// Puts another head in the place of ours, and forgets the content behind it; false when it has left.
    mutating func replaceHead(with pairs: borrowing H2Pairs) -> Bool {
        guard !headIsWritten, heads.replaceLast(with: pairs) else { return false }
        output.release()
        awaitsRoom = false
        return true
    }

    /// Takes `count` bytes of content off what is to go out and appends them to `out`.
    mutating func emit(_ count: Int, to out: inout ByteBuffer) {
        let kept = min(count, output.count)
        if kept > 0 {
            out.append(output.readable.prefix(kept))
            output.consume(kept)
        }
        if count > kept {
            out.append(offered.prefix(count - kept))
            offered = offered.dropFirst(count - kept)
        }
        written += UInt64(count)
    }

    /// What flow control did not take of the offer is kept.
    mutating func keepOffer() {
        output.append(offered)
        offered = .empty
        if output.isEmpty, output.ownsMemory { output.release() }
    }
}
