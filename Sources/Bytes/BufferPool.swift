// Where buffers wait between two uses.

/// A worker's free list of buffers, so that a connection owns memory only while something is pending.
///
/// Last in, first out: the buffer that is handed out is the one whose bytes are still in the cache.
@safe
public struct BufferPool: ~Copyable {
    /// The capacity of a fresh buffer, in bytes.
    public let blockBytes: Int
    /// How many buffers wait at most; more are freed as they come back.
    public let keptBuffers: Int
    /// How many buffers wait now.
    public private(set) var waiting = 0
    private let slots: UnsafeMutablePointer<ByteBuffer>

    public init(blockBytes: Int, keptBuffers: Int) {
        precondition(blockBytes > 0 && keptBuffers > 0, "A pool keeps at least one block of at least one byte.")
        self.blockBytes = blockBytes
        self.keptBuffers = keptBuffers
        unsafe slots = .allocate(capacity: keptBuffers)
    }

    deinit {
        // Sound: exactly the first `waiting` slots are initialised.
        unsafe slots.deinitialize(count: waiting)
        unsafe slots.deallocate()
    }

    /// An empty buffer with room for at least `blockBytes`.
    public mutating func lease() -> ByteBuffer {
        if waiting == 0 { return ByteBuffer(capacity: blockBytes) }
        waiting -= 1
        // Sound: slots below the old `waiting` are initialised; this one is left behind uninitialised.
        return unsafe (slots + waiting).move()
    }

    /// Takes a buffer back. One that has grown past four blocks is freed, so that a rare giant does not stay for ever.
    public mutating func giveBack(_ buffer: consuming ByteBuffer) {
        let size = buffer.capacity
        guard waiting < keptBuffers, size >= blockBytes, size <= 4 * blockBytes else { return }
        buffer.clear()
        // Sound: waiting < keptBuffers, and slots from `waiting` on are uninitialised.
        unsafe (slots + waiting).initialize(to: buffer)
        waiting += 1
    }
}
