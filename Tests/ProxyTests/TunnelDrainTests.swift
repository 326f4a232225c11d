// Do a drain's tunnels end early, all, and not all at once?

import Testing
import Time
import Wire

@testable import Proxy

@Suite struct TunnelDrainTests {
    private static let begin = Instant(nanoseconds: 1_000_000_000_000)

    private func drain(seconds: UInt64) -> TunnelDrain {
        TunnelDrain(from: Self.begin, until: Self.begin.advanced(byNanoseconds: seconds * 1_000_000_000), timer: .none)
    }

    /// How many tunnels end in each turn when all are ready.
    private func shares(of count: Int, seconds: UInt64 = 30) -> [Int] {
        let drain = drain(seconds: seconds)
        var (left, now, shares) = (count, Self.begin, [Int]())
        while now != .distantFuture {
            let share = drain.share(of: left, at: now)
            shares.append(share)
            left -= share
            now = drain.turn(after: now)
        }
        #expect(left == 0)
        return shares
    }

    @Test func `one tunnel ends at once`() { #expect(shares(of: 1).first == 1) }

    @Test func `a few end one by one`() {
        let shares = shares(of: 7)
        #expect(shares.prefix(7).allSatisfy { $0 == 1 } && shares.dropFirst(7).allSatisfy { $0 == 0 })
    }

    @Test(arguments: [101, 1_000, 12_345])
    func `many end evenly over the time`(count: Int) {
        let shares = shares(of: count)
        #expect(shares.count == 101 || shares.count == 102)
        #expect(shares.max()! <= count / 100 + 1, "\(shares)")
        #expect(shares.prefix(50).reduce(0, +) <= count * 6 / 10 + 50)
    }

    @Test func `those that were not ready are made up for, and all end in the last turn`() {
        let drain = drain(seconds: 10)
        let middle = Self.begin.advanced(byNanoseconds: 4_875_000_000)
        #expect(drain.share(of: 1_000, at: middle) == 20)
        #expect(drain.share(of: 1_000, at: drain.endsAt) == 1_000)
        #expect(drain.share(of: 0, at: middle) == 0)
    }

    @Test(arguments: [0, 1, 100, 400_000_000, 30_000_000_000] as [UInt64])
    func `the last turn leaves time to be heard`(grace: UInt64) {
        let end = Self.begin.advanced(byNanoseconds: grace)
        let drain = TunnelDrain(from: Self.begin, until: end, timer: .none)
        #expect(end.nanoseconds(since: drain.endsAt) == min(250_000_000, grace / 2))
        #expect(drain.turn(after: drain.endsAt) == .distantFuture)
        #expect(drain.turn(after: Self.begin) > Self.begin)
    }

    @Test func `without a drain nothing is due`() { #expect(TunnelDrain().endsAt == .distantFuture) }
}
