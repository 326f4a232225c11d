// An owned, growable run of bytes that is filled at its end and emptied at its front.

import CBytes

/// The only owner of raw memory on the hot path.
///
/// Layout: `[consumed | readable | writable]`. Growing moves the readable bytes, so every view taken before is stale.
@safe
public struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    public private(set) var capacity: Int
    private var head: Int
    private var tail: Int

    /// A buffer that owns nothing until something is appended.
    public init() {
        unsafe base = nil
        capacity = 0
        head = 0
        tail = 0
    }

    public init(capacity: Int) {
        precondition(capacity > 0, "A capacity must be positive.")
        unsafe base = Self.allocate(capacity)
        self.capacity = capacity
        head = 0
        tail = 0
    }

    deinit { unsafe CBytes_give_block(base, nil) }

    /// Small buffers come and go with every stream, so their memory comes from lists of the thread.
    private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        guard let block = unsafe CBytes_take_block(count, nil) else { fatalError("There is no memory for a buffer.") }
        return unsafe block
    }

    public var count: Int { tail - head }
    public var isEmpty: Bool { tail == head }
    public var ownsMemory: Bool { capacity > 0 }

    /// The bytes that were appended and not yet consumed. Valid until the next mutation.
    public var readable: ByteView {
        if isEmpty { return .empty }
        // Sound: head..<tail lies inside of the allocation.
        return unsafe ByteView(borrowing: UnsafeRawBufferPointer(start: base.unsafelyUnwrapped + head, count: count))
    }

    public mutating func consume(_ n: Int) {
        precondition(n >= 0 && n <= count, "More is consumed than there is.")
        head += n
        if head == tail { clear() }
    }

    public mutating func clear() {
        head = 0
        tail = 0
    }

    /// Drops the bytes from `newCount` on; what was appended last goes first.
    public mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count, "A buffer cannot be truncated to more than it holds.")
        tail = head + newCount
    }

    /// Frees the memory; the buffer is empty and usable afterwards.
    public mutating func release() {
        unsafe CBytes_give_block(base, nil)
        unsafe base = nil
        capacity = 0
        clear()
    }

    /// Makes room for `n` more bytes, moving or growing as needed.
    public mutating func reserve(_ n: Int) {
        if capacity - tail < n { makeRoom(n) }
    }

    @inline(never)
    private mutating func makeRoom(_ n: Int) {
        let length = count
        if head > 0, capacity - length >= n {
            // Sound: both ranges lie in the allocation; memmove allows the overlap.
            unsafe base.unsafelyUnwrapped.copyMemory(from: base.unsafelyUnwrapped + head, byteCount: length)
        } else {
            let grown = max(capacity * 2, length + n, 256)
            let fresh = unsafe Self.allocate(grown)
            if length > 0 { unsafe fresh.copyMemory(from: base.unsafelyUnwrapped + head, byteCount: length) }
            unsafe CBytes_give_block(base, nil)
            unsafe base = unsafe fresh
            capacity = grown
        }
        head = 0
        tail = length
    }

    public mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base.unsafelyUnwrapped.storeBytes(of: byte, toByteOffset: tail, as: UInt8.self)
        tail += 1
    }

    public mutating func append(_ view: ByteView) {
        guard let source = unsafe view.start, !view.isEmpty else { return }
        reserve(view.count)
        // Sound: reserve made room for view.count bytes after tail. A view of this very buffer must not be appended.
        unsafe CBytes_copy_run(
            (base.unsafelyUnwrapped + tail).assumingMemoryBound(to: UInt8.self),
            source,
            view.count
        )
        tail += view.count
    }

    public mutating func append(_ literal: StaticString) { append(ByteView(literal)) }

    /// Appends the UTF-8 of a string. For the cold side: the string may have to be walked. A literal is taken as a
    /// `StaticString` instead.
    @_disfavoredOverload
    public mutating func append(_ string: String) {
        var string = string
        string.withUTF8 { utf8 in unsafe append(ByteView(borrowing: UnsafeRawBufferPointer(utf8))) }
    }

    /// Lends at least `minimum` writable bytes to `body`, which returns how many of them it filled.
    ///
    /// Returns what `body` returned; a negative number (a failed call) fills nothing.
    @unsafe
    public mutating func fill(minimum: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int) -> Int {
        reserve(minimum)
        let room = unsafe UnsafeMutableRawBufferPointer(start: base.unsafelyUnwrapped + tail, count: capacity - tail)
        let filled = unsafe body(room)
        precondition(filled <= room.count, "More was filled than was lent.")
        if filled > 0 { tail += filled }
        return filled
    }

    /// Overwrites the byte at `index`, counted from the first readable one.
    public mutating func replaceByte(at index: Int, with byte: UInt8) {
        precondition(index >= 0 && index < count, "An index lies outside of its buffer.")
        unsafe base.unsafelyUnwrapped.storeBytes(of: byte, toByteOffset: head + index, as: UInt8.self)
    }
}
