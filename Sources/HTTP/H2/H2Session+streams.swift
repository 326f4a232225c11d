// How does a stream of an HTTP/2 connection stand, and what content has it brought?

import Bytes
import CNghttp2

extension H2Session {
    /// The places of all streams that are not yet released. Allocates: for the end of a connection.
    public var streams: ContiguousArray<UInt32> { unsafe state.pointee.openPlaces }

    public func owner(of place: UInt32) -> UInt32 { unsafe state.pointee.stream(place).pointee.owner }

    public mutating func setOwner(_ owner: UInt32, of place: UInt32) {
        unsafe state.pointee.stream(place).pointee.owner = owner
    }

    /// Whether a head has arrived on this stream; the owner says so.
    public func hasHead(_ place: UInt32) -> Bool { unsafe state.pointee.stream(place).pointee.hasHead }

    public mutating func noteHead(_ place: UInt32) { unsafe state.pointee.stream(place).pointee.hasHead = true }

    /// The stream identifier.
    public func identifier(of place: UInt32) -> Int32 { unsafe state.pointee.stream(place).pointee.id }

    /// Content bytes that wait for the peer's window or for `collect`.
    public func pendingOutput(of place: UInt32) -> Int { unsafe state.pointee.stream(place).pointee.output.count }

    /// Whether the head that `respond` was given has been written.
    public func headIsWritten(_ place: UInt32) -> Bool { unsafe state.pointee.stream(place).pointee.headIsWritten }

    /// Content bytes written so far.
    public func written(by place: UInt32) -> UInt64 { unsafe state.pointee.stream(place).pointee.written }

    /// Tells of room where somebody waits for it although nothing is kept: it was the conduit that was full.
    public mutating func tellRoom() { unsafe state.pointee.tellRoom() }

    /// Asks for a `room` event when the kept content has been written.
    public mutating func awaitRoom(_ place: UInt32) { unsafe state.pointee.stream(place).pointee.awaitsRoom = true }

    /// Whether the peer or we have ended the stream in both directions.
    public func isClosed(_ place: UInt32) -> Bool { unsafe state.pointee.stream(place).pointee.isClosed }

    // MARK: content in

    /// Says what the head announced, before content is looked at.
    public mutating func expectContent(_ place: UInt32, framing: BodyFraming, limit: UInt64) {
        unsafe state.pointee.stream(place).pointee.content.expect(framing, limit: limit)
    }

    public mutating func arrive(_ place: UInt32, _ data: ByteView) {
        unsafe state.pointee.stream(place).pointee.content.arrive(data)
    }

    /// Keeps the trailers that end a stream's content, once they were found to be valid.
    public mutating func keepTrailers(
        _ place: UInt32,
        _ section: H2Section,
        of sections: borrowing H2Sections,
        limits: H1Limits
    ) throws(H2MessageError) {
        let stream = unsafe state.pointee.stream(place)
        try unsafe H2TrailerReader.append(section, of: sections, to: &stream.pointee.incomingTrailers, limits: limits)
    }

    /// The lines of the trailers that ended the content.
    public func incomingTrailers(of place: UInt32) -> ByteView {
        unsafe state.pointee.stream(place).pointee.incomingTrailers.readable
    }

    public mutating func endContent(_ place: UInt32) { unsafe state.pointee.stream(place).pointee.content.end() }

    /// Takes all content that waits, and lets the peer send as much again. Valid until the next call.
    public mutating func takeContent(_ place: UInt32) -> H2ContentStep {
        let stream = unsafe state.pointee.stream(place)
        if let failure = unsafe stream.pointee.content.failure { return .malformed(failure) }
        let data = unsafe stream.pointee.content.take()
        if data.isEmpty { return unsafe stream.pointee.content.isEnded ? .end : .wait }
        _ = unsafe nghttp2_session_consume(handle, stream.pointee.id, data.count)
        return .data(data)
    }

    /// Moves content that was not taken out of the receiver's memory.
    public mutating func park(_ place: UInt32) { unsafe state.pointee.stream(place).pointee.content.park() }

    /// Lets the peer send as much again as was just received and is of no use.
    public mutating func discard(_ place: UInt32, _ count: Int) {
        let id = unsafe state.pointee.stream(place).pointee.id
        _ = unsafe nghttp2_session_consume(handle, id, count)
    }

    public func contentIsEnded(_ place: UInt32) -> Bool { unsafe state.pointee.stream(place).pointee.content.isEnded }

    /// Content bytes received so far.
    public func received(by place: UInt32) -> UInt64 { unsafe state.pointee.stream(place).pointee.content.received }
}
