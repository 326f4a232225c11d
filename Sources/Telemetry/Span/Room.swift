// Where bytes of a known most length are written, one after another, with little ado.

import Bytes

/// Reserved space in a `ByteRing`, or at the end of a `ByteBuffer`: written front to back, then committed.
///
/// Every write is checked against the limit; one that does not fit writes nothing and says so. The small writes are
/// inlined within this house: they are a compare and a store or two, where a buffer's own append costs a call.
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
    init(base: UnsafeMutableRawPointer, limit: Int, position: Int = 0, skipped: Int = 0) {
        unsafe self.base = base
        self.limit = limit
        self.position = position
        self.skipped = skipped
    }

    /// How many bytes may still be written.
    var free: Int { limit - count }

    /// Appends a run of bytes.
    @discardableResult
    public mutating func append(_ view: ByteView) -> Bool {
        guard view.count <= free else { return false }
        if view.isEmpty { return true }
        // Sound: view.count <= free, checked above.
        unsafe view.withUnsafeBytes { source in
            unsafe (base + count).copyMemory(from: source.baseAddress.unsafelyUnwrapped, byteCount: source.count)
        }
        count += view.count
        return true
    }

    /// Appends a literal; its length is known where this is inlined, so that a few stores do it.
    @inline(__always)
    @discardableResult
    mutating func append(_ literal: StaticString) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard length <= free else { return false }
        // Sound: length <= free, checked above; the literal is UTF-8 of that length.
        unsafe (base + count).copyMemory(from: literal.utf8Start, byteCount: length)
        count += length
        return true
    }

    /// Appends the sixteen lower-case hex digits of a word.
    @inline(__always)
    @discardableResult
    mutating func append(hex word: UInt64) -> Bool {
        append(HexText(word))
    }

    @inline(__always)
    @discardableResult
    mutating func append(_ text: HexText) -> Bool {
        guard 16 <= free else { return false }
        // Sound: sixteen bytes fit, checked above; the stores may be unaligned.
        unsafe base.storeBytes(of: text.first, toByteOffset: count, as: UInt64.self)
        unsafe base.storeBytes(of: text.second, toByteOffset: count + 8, as: UInt64.self)
        count += 16
        return true
    }

    /// Appends the bytes of an integer, the lowest first.
    @inline(__always)
    @discardableResult
    public mutating func append(word: UInt64) -> Bool {
        guard 8 <= free else { return false }
        // Sound: eight bytes fit, checked above; the store may be unaligned.
        unsafe base.storeBytes(of: word.littleEndian, toByteOffset: count, as: UInt64.self)
        count += 8
        return true
    }

    @inline(__always)
    @discardableResult
    public mutating func append(quarter: UInt32) -> Bool {
        guard 4 <= free else { return false }
        // Sound: four bytes fit, checked above; the store may be unaligned.
        unsafe base.storeBytes(of: quarter.littleEndian, toByteOffset: count, as: UInt32.self)
        count += 4
        return true
    }

    @inline(__always)
    @discardableResult
    public mutating func append(half: UInt16) -> Bool {
        guard 2 <= free else { return false }
        // Sound: two bytes fit, checked above; the store may be unaligned.
        unsafe base.storeBytes(of: half.littleEndian, toByteOffset: count, as: UInt16.self)
        count += 2
        return true
    }

    @inline(__always)
    @discardableResult
    public mutating func append(byte: UInt8) -> Bool {
        guard 1 <= free else { return false }
        // Sound: one byte fits, checked above.
        unsafe base.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
        return true
    }

    /// Appends a number in decimal, without leading zeros.
    @discardableResult
    mutating func append(decimal value: UInt64) -> Bool {
        let digits = Digits.decimalCount(value)
        guard digits <= free else { return false }
        var rest = value
        var index = count + digits
        while index > count {
            index -= 1
            // Sound: the digits fit, checked above.
            unsafe base.storeBytes(of: UInt8(truncatingIfNeeded: rest % 10) + 0x30, toByteOffset: index, as: UInt8.self)
            rest /= 10
        }
        count += digits
        return true
    }

    /// Sets bits of a byte that was written before.
    mutating func setBits(at index: Int, _ bits: UInt8) {
        precondition(index >= 0 && index < count, "An index lies outside of what was written.")
        let old = unsafe base.load(fromByteOffset: index, as: UInt8.self)
        unsafe base.storeBytes(of: old | bits, toByteOffset: index, as: UInt8.self)
    }
}

extension ByteBuffer {
    /// Lends room for up to `limit` bytes to `body` and keeps what it wrote.
    mutating func write(upTo limit: Int, _ body: (inout Room) -> Void) {
        _ = unsafe fill(minimum: limit) { raw in
            // Sound: `fill` lends at least `limit` bytes, so the base exists, for the length of this call.
            var room = unsafe Room(base: raw.baseAddress.unsafelyUnwrapped, limit: raw.count)
            body(&room)
            return room.count
        }
    }
}
