// Are those who wait served in their order, and is the line bounded?

import Testing

@testable import Upstream

@Suite struct PendingQueueTests {
    private func line(_ exchanges: UInt32..., limit: Int = 8) -> PendingQueue {
        var queue = PendingQueue(limit: limit)
        for exchange in exchanges { queue.append(.init(exchange: exchange, generation: 1)) }
        return queue
    }

    /// Takes the next one as the worker does: it leaves the line when it is served.
    private func serve(_ queue: inout PendingQueue, waiting: Set<UInt32>) -> UInt32? {
        let next = queue.next { waiting.contains($0.exchange) }
        if next != nil { queue.leave() }
        return next?.exchange
    }

    @Test func `who waited longest is served first`() {
        var queue = line(4, 2, 9)
        #expect(serve(&queue, waiting: [4, 2, 9]) == 4)
        #expect(serve(&queue, waiting: [2, 9]) == 2)
        #expect(serve(&queue, waiting: [9]) == 9)
        #expect(serve(&queue, waiting: []) == nil)
        #expect(queue.count == 0)
    }

    @Test func `who left the line is passed over`() {
        var queue = line(1, 2, 3)
        queue.leave()
        #expect(serve(&queue, waiting: [1, 3]) == 1)
        #expect(serve(&queue, waiting: [3]) == 3)
    }

    @Test func `the line is full at its limit and has room again when one leaves`() {
        var queue = line(1, 2, limit: 2)
        #expect(queue.isFull)
        queue.leave()
        #expect(!queue.isFull)
        #expect(PendingQueue(limit: 0).isFull, "a queue of nothing lets nobody wait")
    }

    /// A line that never became empty kept the entries of all who had ever left it.
    @Test func `places of those who left are given up although somebody always waits`() {
        var queue = PendingQueue(limit: 4)
        queue.append(.init(exchange: 0, generation: 1))
        var sweeps = 0
        for exchange in UInt32(1)...10_000 {
            if queue.isOvergrown {
                queue.sweep { $0.exchange == 0 }
                sweeps += 1
                #expect(!queue.isOvergrown)
            }
            queue.append(.init(exchange: exchange, generation: 1))
            queue.leave()
        }
        #expect(sweeps > 10)
        #expect(queue.count == 1)
        #expect(serve(&queue, waiting: [0]) == 0)
    }

    @Test func `sweeping keeps the order of those who wait`() {
        var queue = line(1, 2, 3, 4, 5)
        _ = serve(&queue, waiting: [1, 2, 3, 4, 5])
        queue.leave()
        queue.sweep { [2, 4, 5].contains($0.exchange) }
        #expect(serve(&queue, waiting: [2, 4, 5]) == 2)
        #expect(serve(&queue, waiting: [4, 5]) == 4)
        #expect(serve(&queue, waiting: [5]) == 5)
    }

    @Test func `a place is told from its earlier taker by the generation`() {
        var queue = PendingQueue(limit: 4)
        queue.append(.init(exchange: 1, generation: 1))
        queue.append(.init(exchange: 1, generation: 3))
        #expect(queue.next { $0.generation == 3 } == .init(exchange: 1, generation: 3))
    }
}
