// Which bytes of content has a stream brought, and which of them were not taken yet?

import Bytes

/// The incoming content of one stream.
///
/// A piece is usually taken in the turn in which it arrives, straight from where it was received; what is left then is
/// parked in a buffer that exists only as long as it holds something. The peer's window bounds it (RFC 9113, 5.2).
struct H2Content: ~Copyable {
    private var fresh = ByteView.empty
    private var kept = ByteBuffer()
    private var count = H2ContentCount(.chunked)
    private var limit = UInt64.max
    /// Whether the peer has said that nothing follows.
    private(set) var isEnded = false
    private(set) var failure: H2MessageError?

    init() {}

    /// Begins anew, expecting anything.
    mutating func begin() {
        count = H2ContentCount(.chunked)
        limit = .max
        isEnded = false
        failure = nil
    }

    /// Says what the head announced, before content is looked at.
    mutating func expect(_ framing: BodyFraming, limit: UInt64) {
        count = H2ContentCount(framing)
        self.limit = limit
    }

    /// Bytes received so far.
    var received: UInt64 { count.bytesReceived }

    /// Bytes that arrived and were not taken.
    var waiting: Int { fresh.count + kept.count }

    mutating func arrive(_ view: ByteView) {
        judge { count throws(H2MessageError) in try count.receive(view.count) }
        if failure == nil, received > limit { failure = .h1(.bodyTooLarge) }
        if kept.isEmpty, fresh.isEmpty {
            fresh = view
        } else {
            park()
            kept.append(view)
        }
    }

    mutating func end() {
        isEnded = true
        judge { count throws(H2MessageError) in try count.end() }
    }

    private mutating func judge(_ note: (inout H2ContentCount) throws(H2MessageError) -> Void) {
        if failure != nil { return }
        do throws(H2MessageError) { try note(&count) } catch { failure = error }
    }

    /// Takes everything that waits. Valid until the next call.
    mutating func take() -> ByteView {
        if kept.isEmpty {
            defer { fresh = .empty }
            return fresh
        }
        let view = kept.readable
        kept.clear()
        return view
    }

    /// Ends the turn: what is left moves out of the receiver's memory.
    mutating func park() {
        if !fresh.isEmpty {
            kept.append(fresh)
            fresh = .empty
        } else if kept.isEmpty, kept.ownsMemory {
            kept.release()
        }
    }

    mutating func forget() {
        fresh = .empty
        kept.release()
    }
}
