// Do timers fire at their time, whatever was done to them before?

import Testing
import Time

/// A tick of the wheel in nanoseconds.
private let tick: UInt64 = 1 << 20

private func instant(ticks: UInt64) -> Instant { Instant(nanoseconds: ticks * tick) }

private func drain(_ wheel: inout TimerWheel, at now: Instant) -> [UInt64] {
    var tokens: [UInt64] = []
    while let token = wheel.nextExpired(now: now) { tokens.append(token) }
    return tokens
}

@Suite struct `Timer wheel` {
    @Test(arguments: [
        1, 2, 62, 63, 64, 65, 127, 128, 4095, 4096, 4097, 262_143, 262_144, 1 << 24, 1 << 30, 1 << 36, 1 << 42,
    ])
    func `a timer fires at its tick and not one nanosecond before`(ticks: UInt64) {
        for start in [0, 1, 63, 64, 4095, 123_456_789] as [UInt64] {
            var wheel = TimerWheel(now: instant(ticks: start))
            _ = wheel.add(token: 7, at: instant(ticks: start + ticks))
            let before = Instant(nanoseconds: (start + ticks) * tick - 1)
            #expect(wheel.nextExpired(now: before) == nil)
            #expect(wheel.nextExpired(now: instant(ticks: start + ticks)) == 7)
            #expect(wheel.nextExpired(now: instant(ticks: start + ticks)) == nil)
        }
    }

    @Test(arguments: [1, 1000, tick - 1, tick, tick + 1, 3 * tick - 1])
    func `a deadline inside of a tick rounds up, never down`(nanoseconds: UInt64) {
        var wheel = TimerWheel(now: .zero)
        _ = wheel.add(token: 1, at: Instant(nanoseconds: nanoseconds))
        let fires = (nanoseconds + tick - 1) / tick * tick
        #expect(wheel.nextExpired(now: Instant(nanoseconds: fires - 1)) == nil)
        #expect(wheel.nextExpired(now: Instant(nanoseconds: fires)) == 1)
    }

    @Test func `a deadline in the past fires at the next look`() {
        var wheel = TimerWheel(now: instant(ticks: 1000))
        _ = wheel.add(token: 1, at: instant(ticks: 3))
        _ = wheel.add(token: 2, at: instant(ticks: 1000))
        #expect(wheel.nextDeadline() == instant(ticks: 1000))
        #expect(drain(&wheel, at: instant(ticks: 1000)).sorted() == [1, 2])
    }

    @Test func `a cancelled timer never fires and its place is used again`() {
        var wheel = TimerWheel(now: .zero)
        let first = wheel.add(token: 1, at: instant(ticks: 10))
        wheel.cancel(first)
        let isGone = !wheel.isLive(first)
        #expect(isGone)
        #expect(wheel.count == 0 && wheel.nextDeadline() == nil)
        let second = wheel.add(token: 2, at: instant(ticks: 10))
        wheel.cancel(first)  // The stale id must not hit the new timer in the old place.
        let isLive = wheel.isLive(second)
        #expect(isLive)
        #expect(drain(&wheel, at: instant(ticks: 20)) == [2])
    }

    @Test func `cancelling no timer is allowed`() {
        var wheel = TimerWheel(now: .zero)
        wheel.cancel(.none)
        let isLive = wheel.isLive(.none)
        #expect(wheel.count == 0 && TimerID.none.isNone && !isLive)
    }

    @Test func `a fired timer stays allocated and can be armed again`() {
        var wheel = TimerWheel(now: .zero)
        let id = wheel.add(token: 9, at: instant(ticks: 5))
        for round in 1...5 as ClosedRange<UInt64> {
            #expect(drain(&wheel, at: instant(ticks: 5 * round)) == [9])
            let isLive = wheel.isLive(id)
            #expect(isLive && wheel.nextDeadline() == nil)
            wheel.move(id, to: instant(ticks: 5 * round + 5))
        }
        #expect(wheel.count == 1)
        wheel.cancel(id)
        #expect(wheel.count == 0)
    }

    @Test func `a fired timer can be cancelled`() {
        var wheel = TimerWheel(now: .zero)
        let id = wheel.add(token: 9, at: instant(ticks: 5))
        #expect(drain(&wheel, at: instant(ticks: 5)) == [9])
        wheel.cancel(id)
        #expect(wheel.count == 0 && drain(&wheel, at: instant(ticks: 100)).isEmpty)
    }

    @Test func `pushing a timer back again and again fires it once, at the last deadline`() {
        var wheel = TimerWheel(now: .zero)
        let id = wheel.add(token: 1, at: instant(ticks: 100))
        for now in stride(from: 0, to: 5000, by: 7) as StrideTo<UInt64> {
            wheel.move(id, to: instant(ticks: now + 100))
            #expect(wheel.nextExpired(now: instant(ticks: now)) == nil)
        }
        let last = (4999 / 7 * 7 + 100) as UInt64
        #expect(wheel.nextExpired(now: instant(ticks: last - 1)) == nil)
        #expect(wheel.nextExpired(now: instant(ticks: last)) == 1)
    }

    @Test func `a timer moved earlier fires earlier`() {
        var wheel = TimerWheel(now: .zero)
        let id = wheel.add(token: 1, at: instant(ticks: 100_000))
        wheel.move(id, to: instant(ticks: 200_000))
        wheel.move(id, to: instant(ticks: 3))
        #expect(wheel.nextExpired(now: instant(ticks: 2)) == nil)
        #expect(wheel.nextExpired(now: instant(ticks: 3)) == 1)
    }

    @Test func `a timer in the distant future never fires and can be woken`() {
        var wheel = TimerWheel(now: .zero)
        let id = wheel.add(token: 1, at: .distantFuture)
        #expect(wheel.nextExpired(now: Instant(nanoseconds: .max - tick)) == nil)
        var other = TimerWheel(now: .zero)
        let asleep = other.add(token: 2, at: instant(ticks: 5))
        other.move(asleep, to: .distantFuture)
        #expect(drain(&other, at: instant(ticks: 1 << 30)).isEmpty)
        other.move(asleep, to: instant(ticks: (1 << 30) + 1))
        #expect(drain(&other, at: instant(ticks: (1 << 30) + 1)) == [2])
        let isLive = wheel.isLive(id)
        #expect(isLive)
    }

    @Test func `a long silence fires everything that came due in it`() {
        var wheel = TimerWheel(now: .zero)
        for token in 0..<500 as Range<UInt64> { _ = wheel.add(token: token, at: instant(ticks: token * token)) }
        #expect(drain(&wheel, at: instant(ticks: 1 << 20)).sorted() == Array(0..<500))
    }

    @Test func `an instant before the last one changes nothing`() {
        var wheel = TimerWheel(now: .zero)
        #expect(wheel.nextExpired(now: instant(ticks: 1000)) == nil)
        _ = wheel.add(token: 1, at: instant(ticks: 1001))
        #expect(wheel.nextExpired(now: instant(ticks: 5)) == nil)
        #expect(wheel.nextExpired(now: instant(ticks: 1001)) == 1)
    }

    @Test func `a timer armed while others fire is not lost`() {
        var wheel = TimerWheel(now: .zero)
        for token in 0..<10 as Range<UInt64> { _ = wheel.add(token: token, at: instant(ticks: 64)) }
        var fired: [UInt64] = []
        while let token = wheel.nextExpired(now: instant(ticks: 70)) {
            fired.append(token)
            if token < 10 { _ = wheel.add(token: token + 100, at: instant(ticks: 64 + token)) }
        }
        // Deadlines up to tick 70 belong to this look, the later ones to the next.
        fired += drain(&wheel, at: instant(ticks: 80))
        #expect(fired.sorted() == Array(0..<10) + Array(100..<110))
    }

    /// The plain twin keeps every timer in an array and looks at all of them.
    @Test(arguments: 1...24)
    func `random operations agree with a plain list`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var present = UInt64.random(in: 0...(1 << 40), using: &random)
        var wheel = TimerWheel(now: Instant(nanoseconds: present))
        var twin: [(id: TimerID, token: UInt64, deadline: UInt64?)] = []
        // Spans from a fraction of a tick to hours, so that every level is visited.
        let reach = [tick / 2, 10 * tick, 100 * tick, 5000 * tick, 300_000 * tick, 20_000_000 * tick][seed % 6]
        for token in 0..<1500 as Range<UInt64> {
            let deadline = present &+ UInt64.random(in: 0...reach, using: &random)
            switch UInt8.random(in: 0..<10, using: &random) {
            case 0..<4:
                twin.append((wheel.add(token: token, at: Instant(nanoseconds: deadline)), token, deadline))
            case 4..<6 where !twin.isEmpty:
                let index = Int.random(in: 0..<twin.count, using: &random)
                wheel.move(twin[index].id, to: Instant(nanoseconds: deadline))
                twin[index].deadline = deadline
            case 6 where !twin.isEmpty:
                let index = Int.random(in: 0..<twin.count, using: &random)
                wheel.cancel(twin[index].id)
                twin.remove(at: index)
            default:
                present += UInt64.random(in: 0...(reach / 4), using: &random)
                let due = Set(twin.filter { isDue($0.deadline, at: present) }.map(\.token))
                #expect(Set(drain(&wheel, at: Instant(nanoseconds: present))) == due)
                for index in twin.indices where due.contains(twin[index].token) { twin[index].deadline = nil }
            }
            expectDeadlineNotLate(wheel.nextDeadline(), twin.compactMap(\.deadline).min())
            #expect(wheel.count == twin.count)
        }
    }

    private func isDue(_ deadline: UInt64?, at present: UInt64) -> Bool {
        guard let deadline else { return false }
        return (deadline + tick - 1) / tick <= present / tick
    }

    private func expectDeadlineNotLate(_ told: Instant?, _ earliest: UInt64?) {
        guard let earliest else { return }
        #expect(told != nil)
        #expect(told.map { $0.nanoseconds <= (earliest + tick - 1) / tick * tick } ?? false)
    }

    @Test func `waking at each told deadline reaches a far timer in few steps`() {
        var wheel = TimerWheel(now: .zero)
        _ = wheel.add(token: 1, at: instant(ticks: (1 << 40) + 12_345))
        var wakes = 0
        while let next = wheel.nextDeadline() {
            wakes += 1
            if wheel.nextExpired(now: next) != nil { break }
        }
        #expect(wakes <= 8)
    }

    @Test func `a grown wheel keeps its places`() {
        var wheel = TimerWheel(now: .zero)
        wheel.reserve(1000)
        var ids = (0..<1000 as Range<UInt64>).map { wheel.add(token: $0, at: instant(ticks: $0)) }
        for round in 0..<3 as Range<UInt64> {
            for id in ids { wheel.cancel(id) }
            #expect(wheel.count == 0)
            ids = (0..<1000 as Range<UInt64>).map { wheel.add(token: $0, at: instant(ticks: round + $0)) }
        }
        #expect(Set(ids).count == 1000 && wheel.count == 1000)
    }
}
