// A borrowed run of bytes: the currency of every parser and serialiser.

import CBytes

/// A borrowed run of bytes, valid as long as the buffer it was taken from is neither changed nor freed.
///
/// The compiler does not hold this lifetime; the house rule does: a view is used inside the call that received it and
/// is never stored past it. All access is bounds-checked, so a stale index traps instead of reading a stranger's bytes.
@safe
public struct ByteView: @unchecked Sendable {  // Borrowed for one call on one thread; never handed to another.
    private let base: UnsafePointer<UInt8>?
    public let count: Int

    /// Borrows `buffer`. The caller promises that the memory stays as it is while the view is in use.
    @unsafe
    public init(borrowing buffer: UnsafeRawBufferPointer) {
        unsafe base = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        count = buffer.count
    }

    @unsafe
    public init(base: UnsafePointer<UInt8>, count: Int) {
        precondition(count >= 0, "A view cannot have a negative length.")
        unsafe self.base = base
        self.count = count
    }

    /// The bytes of a literal; they live as long as the program.
    public init(_ literal: StaticString) {
        unsafe base = literal.utf8Start
        count = literal.utf8CodeUnitCount
    }

    private init(empty: Void) {
        unsafe base = nil
        count = 0
    }

    public static var empty: ByteView { ByteView(empty: ()) }

    public var isEmpty: Bool { count == 0 }

    public subscript(index: Int) -> UInt8 {
        // One comparison: a negative index is a huge unsigned number, and a count is never negative.
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "An index lies outside of its view.")
        // Sound: the index was checked against the count that came with the pointer.
        return unsafe base.unsafelyUnwrapped[index]
    }

    @inline(__always)
    public subscript(range: ByteRange) -> ByteView { slice(from: Int(range.start), count: Int(range.count)) }

    /// The `count` bytes that begin at `start`; traps when they are not all inside.
    public func slice(from start: Int, count length: Int) -> ByteView {
        precondition(start >= 0 && length >= 0 && start <= count && length <= count - start, "A slice leaves its view.")
        if length == 0 { return .empty }
        // Sound: start + length lies inside, as checked above.
        return unsafe ByteView(base: base.unsafelyUnwrapped + start, count: length)
    }

    public func dropFirst(_ n: Int) -> ByteView { slice(from: min(n, count), count: count - min(n, count)) }
    public func prefix(_ n: Int) -> ByteView { slice(from: 0, count: min(n, count)) }
    public var first: UInt8? { count == 0 ? nil : self[0] }
    public var last: UInt8? { count == 0 ? nil : self[count - 1] }

    /// The index of the first `byte` at or after `start`, or nil.
    public func firstIndex(of byte: UInt8, from start: Int = 0) -> Int? {
        precondition(start >= 0 && start <= count, "A search begins outside of its view.")
        if start == count { return nil }
        // Sound: start < count, and the scan is told how many bytes remain.
        let found = unsafe CBytes_index(base.unsafelyUnwrapped + start, count - start, byte)
        return found == count - start ? nil : start + found
    }

    public func hasPrefix(_ other: ByteView) -> Bool { count >= other.count && prefix(other.count) == other }
    public func hasPrefix(_ other: StaticString) -> Bool { hasPrefix(ByteView(other)) }

    /// Equality without regard to ASCII case.
    public func equalsIgnoringCase(_ other: ByteView) -> Bool {
        guard count == other.count else { return false }
        if count == 0 { return true }
        // Sound: both runs have `count` bytes.
        return unsafe CBytes_equal_in_any_case(base.unsafelyUnwrapped, other.base.unsafelyUnwrapped, count) != 0
    }

    public func equalsIgnoringCase(_ literal: StaticString) -> Bool { equalsIgnoringCase(ByteView(literal)) }

    /// The view without spaces and tabs at either end (OWS, RFC 9110, 5.6.3).
    public var trimmed: ByteView {
        var start = 0
        var end = count
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return slice(from: start, count: end - start)
    }

    /// Where `inner`, a slice of this view, begins in it.
    public func range(of inner: ByteView) -> ByteRange {
        guard inner.count > 0, let outerBase = unsafe base, let innerBase = unsafe inner.base else { return .empty }
        let start = unsafe innerBase - outerBase
        precondition(start >= 0 && start + inner.count <= count, "The inner view is not a slice of this one.")
        return ByteRange(start: start, count: inner.count)
    }

    /// Where the bytes begin, for the audited scans of other houses; nil only when the view is empty.
    ///
    /// The caller bounds every access by `count`, and does not keep the pointer.
    @unsafe
    public var start: UnsafePointer<UInt8>? { unsafe base }

    /// Lends the memory to `body` for the length of the call.
    @unsafe
    public func withUnsafeBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// A copy as an array. Allocates: for the cold side and tests.
    public var array: [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }
}

extension ByteView: Equatable {
    public static func == (a: ByteView, b: ByteView) -> Bool {
        guard a.count == b.count else { return false }
        if a.count == 0 { return true }
        // Sound: both runs have `count` bytes.
        return unsafe CBytes_equal(a.base.unsafelyUnwrapped, b.base.unsafelyUnwrapped, a.count) != 0
    }

    public static func == (a: ByteView, b: StaticString) -> Bool { a == ByteView(b) }
    public static func != (a: ByteView, b: StaticString) -> Bool { !(a == b) }
}

extension ByteView: CustomStringConvertible {
    /// The bytes read as UTF-8, with U+FFFD for what is not. Allocates.
    public var description: String { String(self) }
}

extension String {
    /// Reads the view as UTF-8, with U+FFFD for what is not. Allocates: for the cold side.
    public init(_ view: ByteView) {
        self = unsafe view.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 bytes of this string as a view for the length of the call.
    public func withByteView<R>(_ body: (ByteView) throws -> R) rethrows -> R {
        try Array(utf8).withByteView(body)
    }
}

extension Array where Element == UInt8 {
    /// Lends the array's bytes as a view for the length of the call.
    public func withByteView<R>(_ body: (ByteView) throws -> R) rethrows -> R {
        try unsafe withUnsafeBytes { raw in try unsafe body(ByteView(borrowing: raw)) }
    }
}
