// sampled = delivered + waiting + dropped, after every single event.

import Collector
import Testing
import Time

@Suite struct ConservationTests {
    private static let outcomes: [DeliveryOutcome] = [
        .answered(status: 202, retryAfter: nil), .answered(status: 200, retryAfter: nil),
        .answered(status: 503, retryAfter: .seconds(2)), .answered(status: 429, retryAfter: nil),
        .answered(status: 400, retryAfter: nil), .answered(status: 302, retryAfter: nil), .failed(.unreachable),
        .failed(.timeout), .failed(.reset), .failed(.garbage),
    ]

    /// The world around the books: what is in the rings, in the open batch, and under way.
    private struct World {
        var random: SeededRandom
        var books: ExportBooks
        var rings = RingTotals()
        var inRings = 0
        var open = 0
        var now = Instant.zero

        init(seed: UInt64) {
            random = SeededRandom(seed: seed)
            books = ExportBooks(destinations: [
                DeliveryLimits(queueBytes: 500, giveUpAfter: .seconds(3)),
                DeliveryLimits(queueBytes: 5000, giveUpAfter: .seconds(60)),
            ])
        }

        mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &random) }

        mutating func step() {
            now += .milliseconds(roll(500))
            switch roll(8) {
            case 0, 1: record()
            case 2: take()
            case 3: close()
            case 4, 5: send(roll(2))
            case 6: answer(roll(2))
            default: if roll(200) == 0 { books.abandon() }
            }
        }

        private mutating func record() {
            let spans = roll(20)
            rings.recorded += UInt64(spans)
            inRings += spans
            rings.lost += UInt64(roll(3))
        }

        private mutating func take() {
            let taken = roll(inRings + 1)
            let oversized = roll(taken + 1) / 10
            let unreadable = roll(taken - oversized + 1) / 50
            books.take(encoded: taken - oversized - unreadable, oversized: oversized, unreadable: unreadable)
            inRings -= taken
            open += taken - oversized - unreadable
        }

        private mutating func close() {
            if open == 0 { return }
            let bytes = Array(repeating: UInt8(0), count: 1 + roll(200))
            books.close(ExportBatch(bytes: bytes, spans: open, begunAt: now))
            open = 0
        }

        private mutating func send(_ i: Int) { _ = books.next(i, now: now) }

        private mutating func answer(_ i: Int) {
            let outcome = ConservationTests.outcomes[roll(ConservationTests.outcomes.count)]
            books.finished(i, outcome, now: now, using: &random)
        }
    }

    @Test(arguments: 1...40)
    func `every span is delivered, waiting or dropped with a reason, whatever happens`(seed: Int) {
        var world = World(seed: UInt64(seed))
        for _ in 0..<2000 {
            world.step()
            for i in 0..<2 {
                let figures = world.books.figures(i, rings: world.rings)
                #expect(figures.addsUp)
            }
        }
        let figures = world.books.figures(1, rings: world.rings)
        #expect(figures.sampled > 1000)
    }
}
