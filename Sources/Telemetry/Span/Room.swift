// Where a record that is not yet seen by its reader is written.

import Bytes

/// Reserved space in a `ByteRing`: written front to back, by the producer, until it is committed.
///
/// Every write is checked against the limit; one that does not fit writes nothing and says so.
@safe
public struct Room: ~Copyable {
    private let base: UnsafeMutableRawPointer
    /// How many bytes may be written.
    public let limit: Int
    /// How many bytes have been written.
    public private(set) var count = 0
    let position: Int
    let skipped: Int

    /// The caller promises `limit` writable bytes at `base` for as long as the room lives.
    @unsafe
    init(base: UnsafeMutableRawPointer, limit: Int, position: Int, skipped: Int) {
        unsafe self.base = base
        self.limit = limit
        self.position = position
        self.skipped = skipped
    }

    @discardableResult
    public mutating func append(_ view: ByteView) -> Bool {
        guard view.count <= limit - count else { return false }
        if view.isEmpty { return true }
        // Sound: count + view.count <= limit, checked above.
        unsafe view.withUnsafeBytes { source in
            unsafe (base + count).copyMemory(from: source.baseAddress.unsafelyUnwrapped, byteCount: source.count)
        }
        count += view.count
        return true
    }

    /// Appends the bytes of an integer in this machine's order: reader and writer are one process.
    @discardableResult
    public mutating func append(word: UInt64) -> Bool {
        guard 8 <= limit - count else { return false }
        // Sound: eight bytes fit, checked above; the store may be unaligned.
        unsafe base.storeBytes(of: word, toByteOffset: count, as: UInt64.self)
        count += 8
        return true
    }

    @discardableResult
    public mutating func append(half: UInt16) -> Bool {
        guard 2 <= limit - count else { return false }
        unsafe base.storeBytes(of: half, toByteOffset: count, as: UInt16.self)
        count += 2
        return true
    }

    @discardableResult
    public mutating func append(byte: UInt8) -> Bool {
        guard 1 <= limit - count else { return false }
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
        return true
    }

    /// Sets bits of a byte that was written before.
    mutating func setBits(at index: Int, _ bits: UInt8) {
        precondition(index >= 0 && index < count, "An index lies outside of what was written.")
        let old = unsafe base.load(fromByteOffset: index, as: UInt8.self)
        unsafe base.storeBytes(of: old | bits, toByteOffset: index, as: UInt8.self)
    }
}
