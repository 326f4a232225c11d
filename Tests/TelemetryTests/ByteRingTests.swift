// Whether records pass between two threads in order and whole, at every place of the ring.

import Bytes
import Synchronization
import Telemetry
import Testing

/// A single producer and a single consumer.
@Suite struct ByteRingTests {
    /// A record whose bytes follow from its number.
    private func record(_ number: Int) -> [UInt8] {
        (0..<number % 97).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
    }

    @Test func `records come out as they went in, around the ring many times`() {
        let ring = ByteRing(capacity: 4_096)
        var sent = 0
        var received = 0
        var random = SeededRandom(4)
        while received < 20_000 {
            for _ in 0..<Int.random(in: 0...40, using: &random) where record(sent).withByteView({ ring.append($0) }) {
                sent += 1
            }
            ring.drain(limit: Int.random(in: 0...40, using: &random)) { view in
                #expect(view.array == record(received))
                received += 1
            }
        }
        #expect(received <= sent)
    }

    @Test func `a record stays until it is released`() {
        let ring = ByteRing(capacity: 4_096)
        #expect(ring.next() == nil)
        #expect(ring.append(ByteView("one")) && ring.append(ByteView("two")))
        #expect(ring.next().map { String($0) } == "one" && ring.next().map { String($0) } == "one")
        ring.release()
        #expect(ring.next().map { String($0) } == "two")
    }

    @Test func `a record larger than a quarter of the ring is refused`() {
        let ring = ByteRing(capacity: 4_096)
        #expect(![UInt8](repeating: 0, count: 1_025).withByteView { ring.append($0) })
        #expect([UInt8](repeating: 0, count: 1_024).withByteView { ring.append($0) })
    }

    @Test func `two threads lose nothing and mix nothing`() async {
        let ring = ByteRing(capacity: 4_096)
        let count = 200_000
        async let produced: Void = Task.detached {
            var number = 0
            while number < count {
                if Self.bytes(number).withByteView({ ring.append($0) }) { number += 1 } else { await Task.yield() }
            }
        }.value
        let wrong = await Task.detached {
            var number = 0
            var wrong = 0
            while number < count {
                let taken = ring.drain { view in
                    if view.array != Self.bytes(number) { wrong += 1 }
                    number += 1
                }
                if taken == 0 { await Task.yield() }
            }
            return wrong
        }.value
        await produced
        #expect(wrong == 0 && ring.next() == nil)
    }

    private static func bytes(_ number: Int) -> [UInt8] {
        [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 40 + 1)
    }
}
