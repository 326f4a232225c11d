// Are buffers used again, and no more of them kept than promised?

import Bytes
import Testing

@Suite struct `Buffer pool` {
    @Test func `a buffer that came back is handed out empty`() {
        var pool = BufferPool(blockBytes: 1024, keptBuffers: 2)
        var buffer = pool.lease()
        #expect(buffer.capacity == 1024)
        buffer.append("left over")
        pool.giveBack(buffer)
        #expect(pool.waiting == 1)
        let again = pool.lease()
        #expect(again.isEmpty && again.capacity == 1024 && pool.waiting == 0)
    }

    @Test func `no more buffers are kept than agreed`() {
        var pool = BufferPool(blockBytes: 64, keptBuffers: 1)
        let first = pool.lease()
        let second = pool.lease()
        pool.giveBack(first)
        pool.giveBack(second)
        #expect(pool.waiting == 1)
    }

    @Test func `a buffer that lost its memory or outgrew the pool is not kept`() {
        var pool = BufferPool(blockBytes: 64, keptBuffers: 4)
        var released = pool.lease()
        released.release()
        pool.giveBack(released)
        var giant = pool.lease()
        giant.reserve(1000)
        pool.giveBack(giant)
        #expect(pool.waiting == 0)
    }
}
