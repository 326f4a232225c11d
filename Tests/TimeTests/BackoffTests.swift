// Do delays grow as promised, and does chance stay inside of its bounds?

import Testing
import Time

@Suite struct `Backoff delays` {
    @Test func `delays double up to the maximum`() {
        var backoff = Backoff(initial: .milliseconds(100), maximum: .seconds(1), jitter: 0)
        var random = SeededRandom(seed: 1)
        let delays = (0..<6).map { _ in backoff.next(using: &random).milliseconds64 }
        #expect(delays == [100, 200, 400, 800, 1000, 1000])
        #expect(backoff.attempts == 6)
        backoff.reset()
        let again = backoff.next(using: &random)
        #expect(again == .milliseconds(100))
    }

    @Test(arguments: [0, 0.25, 0.5, 1])
    func `chance only shortens, and by no more than its share`(jitter: Double) {
        let backoff = Backoff(initial: .milliseconds(10), maximum: .seconds(60), jitter: jitter)
        var random = SeededRandom(seed: 7)
        for attempt in 0..<20 {
            let full = min(60_000_000_000, Int64(10_000_000) << Int64(attempt))
            for _ in 0..<50 {
                let delay = backoff.delay(attempt: attempt, using: &random).nanoseconds64
                #expect(delay <= full && delay >= Int64(Double(full) * (1 - jitter)))
            }
        }
    }

    @Test func `chance uses the whole interval`() {
        let backoff = Backoff(initial: .nanoseconds(100), maximum: .seconds(60), jitter: 0.5)
        var random = SeededRandom(seed: 5)
        let drawn = Set((0..<2000).map { _ in backoff.delay(attempt: 0, using: &random).nanoseconds64 })
        #expect(drawn == Set(50...100))
    }

    @Test(arguments: [0, 1, 61, 62, 63, 64, 1000, Int.max, -1])
    func `no attempt number overflows`(attempt: Int) {
        var random = SeededRandom(seed: 3)
        let backoff = Backoff(initial: .nanoseconds(1), maximum: .nanoseconds(Int64.max), jitter: 0)
        let expected = attempt > 62 ? Int64.max : Int64(1) << Int64(max(0, attempt))
        #expect(backoff.delay(attempt: attempt, using: &random).nanoseconds64 == expected)
    }

    @Test func `an equal initial and maximum is a constant delay`() {
        var backoff = Backoff(initial: .seconds(3), maximum: .seconds(3), jitter: 0)
        var random = SeededRandom(seed: 3)
        let delays = (0..<4).map { _ in backoff.next(using: &random) }
        #expect(delays == Array(repeating: .seconds(3), count: 4))
    }
}

/// A mutating call cannot stand in an expectation; a function with an `inout` parameter can.
private func take(_ bucket: inout TokenBucket, _ count: Double = 1, at now: Instant) -> Bool {
    bucket.take(count, at: now)
}

private func available(_ bucket: inout TokenBucket, at now: Instant) -> Double { bucket.available(at: now) }

@Suite struct `Token bucket` {
    private let start = Instant(nanoseconds: 1_000_000_000)

    @Test func `a full bucket grants its capacity at once and no more`() {
        var bucket = TokenBucket(capacity: 3, perSecond: 1, now: start)
        let granted = (0..<5).map { _ in bucket.take(at: start) }
        #expect(granted == [true, true, true, false, false])
    }

    @Test func `tokens come back evenly, fractions included`() {
        var bucket = TokenBucket(capacity: 1, perSecond: 10, now: start)
        #expect(take(&bucket, at: start))
        #expect(!take(&bucket, at: start + .milliseconds(50)))
        #expect(!take(&bucket, at: start + .milliseconds(99)))
        #expect(take(&bucket, at: start + .milliseconds(101)))
    }

    @Test func `no more than the capacity is saved up`() {
        var bucket = TokenBucket(capacity: 5, perSecond: 100, now: start)
        #expect(take(&bucket, 5, at: start))
        #expect(available(&bucket, at: start + .seconds(3600)) == 5)
        bucket.deposit(100, at: start + .seconds(3600))
        #expect(available(&bucket, at: start + .seconds(3600)) == 5)
    }

    @Test func `several tokens are taken all or none`() {
        var bucket = TokenBucket(capacity: 10, perSecond: 0, now: start)
        #expect(take(&bucket, 8, at: start))
        #expect(!take(&bucket, 3, at: start))
        #expect(take(&bucket, 2, at: start))
    }

    @Test func `a deposit can be taken`() {
        var bucket = TokenBucket(capacity: 10, perSecond: 0, now: start)
        #expect(take(&bucket, 10, at: start))
        bucket.deposit(0.5, at: start)
        #expect(!take(&bucket, at: start))
        bucket.deposit(0.5, at: start)
        #expect(take(&bucket, at: start))
    }

    @Test func `an older instant neither adds nor removes`() {
        var bucket = TokenBucket(capacity: 2, perSecond: 1, now: start)
        #expect(take(&bucket, 2, at: start))
        #expect(available(&bucket, at: start - .seconds(1)) == 0)
        #expect(available(&bucket, at: start + .seconds(1)) == 1)
    }

    @Test func `over a long run the rate is kept`() {
        var bucket = TokenBucket(capacity: 10, perSecond: 25, now: start)
        var granted = 0
        for step in 0..<100_000 where bucket.take(at: start + .milliseconds(step)) { granted += 1 }
        #expect((2500...2512).contains(granted))
    }
}
