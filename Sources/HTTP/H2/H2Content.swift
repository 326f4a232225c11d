// Which bytes of content has a stream brought, and which of them were not taken yet?

import Bytes

/// The incoming content of one stream.
///
/// A piece is usually taken in the turn in which it arrives, straight from where it was received; what is left then is
/// parked in a buffer that exists only as long as it holds something. The peer's window bounds it (RFC 9113, 5.2).
struct H2Content: ~Copyable {
    private var fresh = ByteView.empty
    private var kept = ByteBuffer()
    private(set) var count = H2ContentCount()
    /// Bytes received so far.
    private(set) var received: UInt64 = 0
    private var limit = UInt64.max
    /// Whether the peer has said that nothing follows.
    private(set) var isEnded = false
    private(set) var failure: H2MessageError?

    init() {}

    /// Begins anew with what the head announced.
    mutating func begin(framing: BodyFraming, limit: UInt64) {
        count = H2ContentCount(framing)
        self.limit = limit
        received = 0
        isEnded = false
        failure = nil
        fresh = .empty
        kept.release()
    }

    /// Bytes that arrived and were not taken.
    var waiting: Int { fresh.count + kept.count }

    mutating func arrive(_ view: ByteView) {
        received += UInt64(view.count)
        if failure == nil, received > limit { failure = .h1(.bodyTooLarge) }
        if failure == nil, !count.add(view.count) { failure = .contentLengthMismatch }
        if kept.isEmpty, fresh.isEmpty {
            fresh = view
        } else {
            park()
            kept.append(view)
        }
    }

    mutating func end() {
        isEnded = true
        if failure == nil, !count.end() { failure = .contentLengthMismatch }
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
