// One destination's queue, event by event.

import Collector
import Testing
import Time

@Suite struct DeliveryTests {
    private func batch(_ spans: Int, bytes: Int = 100, begunAt: Instant = .zero) -> ExportBatch {
        ExportBatch(bytes: Array(repeating: 0, count: bytes), spans: spans, begunAt: begunAt)
    }

    private func makeDelivery(queueBytes: Int = 1000, giveUpAfter: Duration = .seconds(60)) -> Delivery {
        Delivery(
            limits: DeliveryLimits(
                queueBytes: queueBytes,
                giveUpAfter: giveUpAfter,
                backoff: Backoff(initial: .milliseconds(100), maximum: .seconds(10), jitter: 0)
            )
        )
    }

    private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

    @Test func `batches leave in order, one at a time`() {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(1))
        delivery.offer(batch(2))
        let first = delivery.next(now: at(0))
        let meanwhile = delivery.next(now: at(0))
        #expect(first == .send(batch(1)) && meanwhile == .idle)
        delivery.finished(.answered(status: 202, retryAfter: nil), now: at(1), using: &random)
        let second = delivery.next(now: at(1))
        #expect(second == .send(batch(2)))
        #expect(delivery.figures.delivered == 1 && delivery.figures.waiting == 2)
    }

    @Test func `a full queue drops the new batch and keeps the old ones`() {
        var delivery = makeDelivery(queueBytes: 250)
        for spans in [1, 2, 4] { delivery.offer(batch(spans)) }
        #expect(delivery.figures.waiting == 3)
        #expect(delivery.figures.dropped == [.queueFull: 4])
        // The batch under way takes room too: it may have to come back.
        _ = delivery.next(now: at(0))
        delivery.offer(batch(8))
        #expect(delivery.figures.dropped == [.queueFull: 12])
    }

    @Test func `a failed batch is sent again after a growing pause`() {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(1))
        var now = at(0)
        for pause in [100, 200, 400, 800] {
            let step = delivery.next(now: now)
            #expect(step == .send(batch(1)))
            delivery.finished(.failed(.unreachable), now: now, using: &random)
            let resumes = now + .milliseconds(pause)
            let waiting = delivery.next(now: resumes - .milliseconds(1))
            #expect(waiting == .wait(until: resumes))
            now = resumes
        }
        #expect(delivery.figures.failures == ["unreachable": 4])
        _ = delivery.next(now: now)
        delivery.finished(.answered(status: 200, retryAfter: nil), now: now, using: &random)
        // Success begins the pauses anew.
        delivery.offer(batch(2))
        _ = delivery.next(now: now)
        delivery.finished(.failed(.timeout), now: now, using: &random)
        let step = delivery.next(now: now)
        #expect(step == .wait(until: now + .milliseconds(100)))
    }

    @Test func `a destination that is back after a long outage is found within five seconds`() {
        var random = SeededRandom(seed: 1)
        var delivery = Delivery(limits: DeliveryLimits())
        delivery.offer(batch(1))
        var now = at(0)
        var longest = Duration.zero
        for _ in 0..<20 {
            _ = delivery.next(now: now)
            delivery.finished(.failed(.unreachable), now: now, using: &random)
            guard case .wait(let resumes) = delivery.next(now: now) else {
                Issue.record("There is no pause.")
                return
            }
            longest = max(longest, .nanoseconds(resumes.nanoseconds - now.nanoseconds))
            now = resumes
        }
        #expect(longest > .seconds(2) && longest <= .seconds(5) && DeliveryLimits.longestPause == .seconds(5))
    }

    @Test(arguments: [429, 500, 502, 503, 504, 408])
    func `a transient answer is tried again and its Retry-After honoured`(status: Int) {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(1))
        _ = delivery.next(now: at(0))
        delivery.finished(.answered(status: status, retryAfter: .seconds(7)), now: at(0), using: &random)
        let step = delivery.next(now: at(1))
        #expect(step == .wait(until: at(7000)))
        #expect(delivery.figures.waiting == 1)
        let again = delivery.next(now: at(7000))
        #expect(again == .send(batch(1)))
    }

    @Test func `an unreasonable Retry-After is cut short`() {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(1))
        _ = delivery.next(now: at(0))
        delivery.finished(.answered(status: 503, retryAfter: .seconds(1 << 40)), now: at(0), using: &random)
        let step = delivery.next(now: at(1))
        #expect(step == .wait(until: at(0) + delivery.limits.longestRetryAfter))
    }

    @Test(arguments: [400, 401, 403, 404, 413, 415, 301, 302])
    func `a refusal drops the batch with its reason and the next goes at once`(status: Int) {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(3))
        delivery.offer(batch(1))
        _ = delivery.next(now: at(0))
        delivery.finished(.answered(status: status, retryAfter: nil), now: at(0), using: &random)
        #expect(delivery.figures.dropped == [.rejected: 3])
        let step = delivery.next(now: at(0))
        #expect(step == .send(batch(1)))
    }

    @Test func `a batch that keeps failing is given up when it is old`() {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery(giveUpAfter: .seconds(1))
        delivery.offer(batch(5))
        delivery.offer(batch(1, begunAt: at(900)))
        _ = delivery.next(now: at(0))
        delivery.finished(.failed(.reset), now: at(999), using: &random)
        #expect(delivery.figures.waiting == 6)
        _ = delivery.next(now: at(1500))
        delivery.finished(.failed(.reset), now: at(1600), using: &random)
        #expect(delivery.figures.dropped == [.expired: 5])
        let step = delivery.next(now: at(9000))
        #expect(step == .send(batch(1, begunAt: at(900))))
    }

    @Test func `what is abandoned is counted and a late answer changes nothing`() {
        var random = SeededRandom(seed: 1)
        var delivery = makeDelivery()
        delivery.offer(batch(2))
        delivery.offer(batch(3))
        _ = delivery.next(now: at(0))
        let abandoned = delivery.abandon()
        #expect(abandoned == 5)
        delivery.finished(.answered(status: 202, retryAfter: nil), now: at(1), using: &random)
        #expect(delivery.figures.dropped == [.shutdown: 5])
        #expect(delivery.figures.delivered == 0 && delivery.figures.waiting == 0 && delivery.figures.queuedBytes == 0)
    }

    @Test(arguments: [
        ("0", 0), ("120", 120), ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Thu, 01 Jan 2026 00:00:10 GMT", 10),
        ("Thu, 29 Feb 2024 00:00:00 GMT", 0), ("Fri, 02 Jan 2026 00:00:00 GMT", 86_400),
    ])
    func `Retry-After is read as seconds or as a date`(text: String, seconds: Int) {
        // 2026-01-01T00:00:00Z
        #expect(RetryAfter.read(text, unixSeconds: 1_767_225_600) == .seconds(seconds))
    }

    @Test(arguments: ["", "-1", "soon", "1.5", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT"])
    func `a Retry-After that is neither is none`(text: String) {
        #expect(RetryAfter.read(text, unixSeconds: 0) == nil)
    }
}
