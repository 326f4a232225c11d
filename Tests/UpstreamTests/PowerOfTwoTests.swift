// Is the load spread, and is a failed endpoint left alone?

import Testing
import Wire

@testable import Upstream

@Suite struct PowerOfTwoTests {
    /// Endpoints with these requests in flight.
    private func endpoints(_ loads: [Int]) -> ContiguousArray<Endpoint> {
        ContiguousArray(
            loads.map { load in
                var endpoint = Endpoint(address: .unix("/nowhere"))
                endpoint.inFlight = load
                return endpoint
            }
        )
    }

    /// The two halves of the bits as the draws read them: each a share of 2^32.
    private func bits(_ first: Double, _ second: Double) -> UInt64 {
        UInt64(second * 0x1_0000_0000) << 32 | UInt64(first * 0x1_0000_0000)
    }

    @Test func `without endpoints there is no choice, and one is always it`() {
        #expect(PowerOfTwo.pick(from: [], bits: 7) == nil)
        #expect(PowerOfTwo.pick(from: endpoints([5]), avoiding: 0, bits: .max) == 0)
    }

    @Test func `of two drawn endpoints the less loaded is taken, whichever was drawn first`() {
        #expect(PowerOfTwo.pick(from: endpoints([3, 1]), bits: bits(0, 0)) == 1)
        #expect(PowerOfTwo.pick(from: endpoints([1, 3]), bits: bits(0, 0)) == 0)
        #expect(PowerOfTwo.pick(from: endpoints([3, 1]), bits: bits(0.9, 0.9)) == 1)
        #expect(PowerOfTwo.pick(from: endpoints([0, 9, 9]), bits: bits(0.5, 0.9)) == 1, "0 was not drawn")
    }

    @Test(arguments: [2, 3, 7]) func `every pair of different endpoints is drawn equally often`(count: Int) {
        var random = SystemRandomNumberGenerator()
        // Only the drawn endpoint with the lower index is free, so the pick names the pair's lower member.
        var taken = [Int](repeating: 0, count: count)
        let draws = 40_000
        let loads = endpoints(Array(0..<count))
        for _ in 0..<draws { taken[PowerOfTwo.pick(from: loads, bits: random.next())!] += 1 }
        let pairs = Double(count * (count - 1) / 2)
        for index in 0..<count {
            let expected = Double(draws) * Double(count - 1 - index) / pairs
            #expect(abs(Double(taken[index]) - expected) < 6 * max(expected, 1).squareRoot() + 1)
        }
    }

    @Test(arguments: 2...5) func `an endpoint that failed is not taken while there is another`(count: Int) {
        var random = SystemRandomNumberGenerator()
        let loads = endpoints([0] + [Int](repeating: 50, count: count - 1))
        for _ in 0..<2_000 { #expect(PowerOfTwo.pick(from: loads, avoiding: 0, bits: random.next()) != 0) }
    }

    @Test func `extreme bits stay inside of the endpoints`() {
        let many = endpoints([Int](repeating: 0, count: 1000))
        for word: UInt64 in [0, .max, 0xFFFF_FFFF, 0xFFFF_FFFF << 32] {
            #expect((0..<1000).contains(PowerOfTwo.pick(from: many, bits: word)!))
        }
    }

    @Test func `the greatest load stays close to the average`() {
        var random = SystemRandomNumberGenerator()
        var all = endpoints([Int](repeating: 0, count: 20))
        for _ in 0..<20_000 { all[PowerOfTwo.pick(from: all, bits: random.next())!].inFlight += 1 }
        #expect(all.map(\.inFlight).max()! < 1_010)
    }
}
