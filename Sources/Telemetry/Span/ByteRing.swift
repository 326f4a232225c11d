// How runs of bytes get from one thread to another without either waiting.

import Bytes
import Synchronization

/// A ring of length-prefixed records between exactly one producer and one consumer.
///
/// ```
/// | length u32, 0 | payload, padded to 8 | length u32, 0 | … | to the end u32, 1 | (wrap)
/// ```
/// Positions only grow; a position modulo the capacity is a place. A record is never split: when the rest up to the end
/// is too short, a filler record takes it. The producer publishes with a release store of `written`, the consumer frees
/// with a release store of `freed`; neither ever loops. Full means that the producer gets nil, and counts what it drops.
@safe
public final class ByteRing: @unchecked Sendable {
    // Everything is immutable or atomic; the memory itself is handed over by the two positions.
    private let base: UnsafeMutableRawPointer
    /// In bytes, a power of two.
    public let capacity: Int
    private let mask: Int

    // The producer's line.
    private let written = Atomic<Int>(0)
    /// What the producer last saw of `freed`, so that it rarely has to look.
    private let knownFreed = Atomic<Int>(0)
    private let committed = Atomic<UInt64>(0)
    private let lost = Atomic<UInt64>(0)
    private let producerPadding = InlineArray<8, UInt64>(repeating: 0)

    // The consumer's line.
    private let freed = Atomic<Int>(0)
    private let knownWritten = Atomic<Int>(0)

    private static let headerBytes = 8
    private static let filler: UInt32 = 1

    /// A ring of at least `capacity` bytes, rounded up to a power of two; 4 KiB or more.
    public init(capacity: Int) {
        var rounded = 4096
        while rounded < capacity { rounded *= 2 }
        self.capacity = rounded
        mask = rounded - 1
        unsafe base = .allocate(byteCount: rounded, alignment: 64)
    }

    deinit { unsafe base.deallocate() }

    /// The largest payload that fits: a quarter of the ring, so that fillers cannot starve it.
    public var maximumRecord: Int { capacity / 4 }

    /// How many bytes wait for the consumer; exact for neither side while the other works.
    public var waitingBytes: Int { written.load(ordering: .relaxed) - freed.load(ordering: .relaxed) }

    /// How many records were committed since the start. Never less than what the consumer has seen of them.
    public var committedRecords: UInt64 { committed.load(ordering: .acquiring) }

    /// How many records found no room since the start.
    public var lostRecords: UInt64 { lost.load(ordering: .relaxed) }

    // MARK: Producer

    /// Room for a record of up to `maximum` bytes, or nil when the ring is too full for it.
    ///
    /// What is written into the room is seen by the consumer after `commit`; a room that is dropped leaves no trace.
    public func reserve(_ maximum: Int) -> Room? {
        precondition(maximum <= maximumRecord, "A record is larger than its ring allows.")
        let position = written.load(ordering: .relaxed)
        let place = position & mask
        let need = Self.headerBytes + (maximum + 7) & ~7
        let skipped = capacity - place < need ? capacity - place : 0
        let end = position + skipped + need
        if end - knownFreed.load(ordering: .relaxed) > capacity {
            let now = freed.load(ordering: .acquiring)
            knownFreed.store(now, ordering: .relaxed)
            if end - now > capacity {
                lost.store(lost.load(ordering: .relaxed) + 1, ordering: .relaxed)
                return nil
            }
        }
        // Sound: [start, start + need) lies inside of the allocation, and the consumer is past its last use.
        let start = (position + skipped) & mask
        return unsafe Room(base: base + start + Self.headerBytes, limit: maximum, position: position, skipped: skipped)
    }

    /// Hands the record in `room` to the consumer.
    public func commit(_ room: consuming Room) {
        let place = room.position & mask
        if room.skipped > 0 { writeHeader(at: place, length: room.skipped - Self.headerBytes, kind: Self.filler) }
        writeHeader(at: (room.position + room.skipped) & mask, length: room.count, kind: 0)
        let end = room.position + room.skipped + Self.headerBytes + (room.count + 7) & ~7
        // Counted first: whoever sees the record by `written` sees it counted.
        committed.store(committed.load(ordering: .relaxed) + 1, ordering: .relaxed)
        written.store(end, ordering: .releasing)
    }

    /// Copies one record in; false when there is no room for it.
    public func append(_ bytes: ByteView) -> Bool {
        guard bytes.count <= maximumRecord, var room = reserve(bytes.count) else { return false }
        room.append(bytes)
        commit(room)
        return true
    }

    private func writeHeader(at place: Int, length: Int, kind: UInt32) {
        // Sound: places are multiples of 8 below the capacity, which is one too.
        unsafe base.storeBytes(of: UInt32(length), toByteOffset: place, as: UInt32.self)
        unsafe base.storeBytes(of: kind, toByteOffset: place + 4, as: UInt32.self)
    }

    // MARK: Consumer

    /// The oldest record, or nil when there is none. It stays valid until `release()`.
    public func next() -> ByteView? {
        while true {
            let taken = freed.load(ordering: .relaxed)
            if taken == knownWritten.load(ordering: .relaxed) {
                let now = written.load(ordering: .acquiring)
                knownWritten.store(now, ordering: .relaxed)
                if taken == now { return nil }
            }
            let place = taken & mask
            // Sound: the producer wrote a header at `taken` before it published a position beyond.
            let length = unsafe Int(base.load(fromByteOffset: place, as: UInt32.self))
            let kind = unsafe base.load(fromByteOffset: place + 4, as: UInt32.self)
            if kind != Self.filler {
                let payload = unsafe UnsafeRawBufferPointer(start: base + place + Self.headerBytes, count: length)
                return unsafe ByteView(borrowing: payload)
            }
            free(length, at: taken)
        }
    }

    /// Gives the place of the record that `next()` returned back to the producer.
    public func release() {
        let taken = freed.load(ordering: .relaxed)
        precondition(taken != knownWritten.load(ordering: .relaxed), "Nothing was taken that could be released.")
        // Sound: as in `next()`, which has seen this header.
        free(unsafe Int(base.load(fromByteOffset: taken & mask, as: UInt32.self)), at: taken)
    }

    private func free(_ length: Int, at taken: Int) {
        freed.store(taken + Self.headerBytes + (length + 7) & ~7, ordering: .releasing)
    }

    /// Hands up to `limit` records to `body`, oldest first, and returns how many there were.
    @discardableResult
    public func drain(limit: Int = .max, _ body: (ByteView) -> Void) -> Int {
        var count = 0
        while count < limit, let record = next() {
            body(record)
            release()
            count += 1
        }
        return count
    }
}
