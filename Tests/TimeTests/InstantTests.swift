// Is arithmetic on instants and durations exact, and safe at its ends?

import Testing
import Time

@Suite struct `Instant and Duration` {
    @Test func `adding and subtracting a duration are inverse`() {
        let start = Instant(nanoseconds: 5_000_000_000)
        #expect(start + .milliseconds(250) == Instant(nanoseconds: 5_250_000_000))
        #expect(start + .milliseconds(250) - .milliseconds(250) == start)
        #expect(start + .milliseconds(-250) == start - .milliseconds(250))
    }

    @Test func `the difference of two instants has a sign`() {
        let early = Instant(nanoseconds: 10)
        let late = Instant(nanoseconds: 1_000_010)
        #expect(late - early == .milliseconds(1))
        #expect(early - late == .milliseconds(-1))
        #expect(late.nanoseconds(since: early) == 1_000_000)
        #expect(early.nanoseconds(since: late) == 0)
        #expect(early < late)
    }

    @Test func `arithmetic saturates instead of wrapping around`() {
        #expect(Instant.zero - .seconds(1) == .zero)
        #expect(Instant.distantFuture + .seconds(1) == .distantFuture)
        #expect(Instant(nanoseconds: .max - 5).advanced(byNanoseconds: 10) == .distantFuture)
        #expect(Instant.zero + .seconds(Int64.max) == Instant(nanoseconds: UInt64(Int64.max)))
        #expect(Instant.distantFuture - Instant.zero == .nanoseconds(Int64.max))
        #expect(Instant.zero - Instant.distantFuture == .nanoseconds(-Int64.max))
    }

    @Test func `a compound sum moves the instant itself`() {
        var instant = Instant.zero
        instant += .microseconds(3)
        #expect(instant.nanoseconds == 3000)
    }

    @Test(
        arguments: [
            (0, "0.000000000s"), (345, "0.000000345s"), (12_000_000_345, "12.000000345s"),
        ] as [(UInt64, String)]
    )
    func `an instant reads as seconds`(nanoseconds: UInt64, text: String) {
        #expect(Instant(nanoseconds: nanoseconds).description == text)
    }

    @Test(
        arguments: [
            (.zero, 0, 0, 0, 0), (.nanoseconds(1), 1, 0, 0, 1), (.microseconds(1500), 1_500_000, 1500, 1, 2),
            (.seconds(2), 2_000_000_000, 2_000_000, 2000, 2000), (.nanoseconds(-1500), -1500, -1, 0, 0),
            (.milliseconds(-3), -3_000_000, -3000, -3, -3),
        ] as [(Duration, Int64, Int64, Int64, Int64)]
    )
    func `a duration is told in whole units`(row: (Duration, Int64, Int64, Int64, Int64)) {
        #expect(row.0.nanoseconds64 == row.1)
        #expect(row.0.microseconds64 == row.2)
        #expect(row.0.milliseconds64 == row.3)
        #expect(row.0.millisecondsRoundedUp == row.4)
    }

    @Test func `a duration beyond 64 bits of nanoseconds is clamped`() {
        #expect(Duration.seconds(Int64.max).nanoseconds64 == .max)
        #expect(Duration.seconds(Int64.min).nanoseconds64 == .min)
        #expect(Duration(nanoseconds64: -7) == .nanoseconds(-7))
    }
}

@Suite struct `Deadlines` {
    private let now = Instant(nanoseconds: 1_000_000_000)

    @Test func `a deadline passes at its instant`() {
        let deadline = Deadline(after: .milliseconds(5), from: now)
        #expect(!deadline.hasPassed(at: now))
        #expect(!deadline.hasPassed(at: now + .nanoseconds(4_999_999)))
        #expect(deadline.hasPassed(at: now + .milliseconds(5)))
        #expect(deadline.remaining(at: now) == .milliseconds(5))
        #expect(deadline.remaining(at: now + .seconds(1)) == .zero)
    }

    @Test func `never does not pass`() {
        #expect(Deadline.never.isNever)
        #expect(!Deadline.never.hasPassed(at: .distantFuture))
        #expect(Deadline.never.remaining(at: now) > .seconds(1_000_000_000))
    }

    @Test func `the nearer of two bounds holds`() {
        let total = Deadline(after: .seconds(1), from: now)
        #expect(total.tightened(to: .milliseconds(100), from: now).instant == now + .milliseconds(100))
        #expect(total.tightened(to: .seconds(9), from: now) == total)
        #expect(Deadline.never.tightened(to: .seconds(9), from: now).instant == now + .seconds(9))
        #expect(total < .never)
    }
}

@Suite struct `Clock anchor` {
    private let anchor = ClockAnchor(instant: Instant(nanoseconds: 5_000_000), unixMicroseconds: 1_700_000_000_000_000)

    @Test(
        arguments: [
            (5_000_000, 0), (5_000_999, 0), (5_001_000, 1), (6_000_000, 1000), (4_999_999, -1), (4_999_000, -1),
            (4_998_999, -2),
            (0, -5000),
        ] as [(UInt64, Int64)]
    )
    func `instants become microseconds since 1970, rounded down`(nanoseconds: UInt64, difference: Int64) {
        #expect(anchor.unixMicroseconds(at: Instant(nanoseconds: nanoseconds)) == 1_700_000_000_000_000 + difference)
    }

    @Test(arguments: [0, 1, 999_999, -5000] as [Int64])
    func `calendar time and back is the same moment`(difference: Int64) {
        let microseconds = anchor.unixMicroseconds + difference
        #expect(anchor.unixMicroseconds(at: anchor.instant(atUnixMicroseconds: microseconds)) == microseconds)
    }

    @Test func `moments outside of the monotonic clock are clamped`() {
        #expect(anchor.instant(atUnixMicroseconds: 0) == .zero)
        #expect(anchor.instant(atUnixMicroseconds: .min) == .zero)
        #expect(anchor.instant(atUnixMicroseconds: .max) == .distantFuture)
    }
}
