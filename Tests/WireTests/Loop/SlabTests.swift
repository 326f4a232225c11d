import Testing
import Wire

/// Counts how many of its values are alive.
private final class Census {
    var alive = 0
}

private struct Resident: ~Copyable {
    var number: Int
    let census: Census

    init(_ number: Int, _ census: Census) {
        self.number = number
        self.census = census
        census.alive += 1
    }

    deinit { census.alive -= 1 }
}

struct SlabTests {
    @Test func `an element is found at its place and changed in place`() {
        var slab = Slab<Resident>()
        let place = slab.insert(Resident(7, Census()))
        slab[place].number += 1
        let number = slab[place].number
        #expect(number == 8)
    }

    @Test func `a freed place is used again under another generation`() {
        var slab = Slab<Int>()
        let first = slab.insert(1)
        let old = slab.generation(of: first)
        let removed = slab.remove(first)
        let liveAfterRemoval = slab.isLive(first, generation: old)
        let second = slab.insert(2)
        let liveAfterReuse = slab.isLive(second, generation: old)
        let newIsLive = slab.isLive(second, generation: slab.generation(of: second))
        #expect(removed == 1)
        #expect(first == second)
        #expect(!liveAfterRemoval)
        #expect(!liveAfterReuse)
        #expect(newIsLive)
    }

    @Test func `an index out of range and an even generation are never live`() {
        var slab = Slab<Int>()
        let outside = slab.isLive(5, generation: 1)
        let place = slab.insert(1)
        _ = slab.remove(place)
        let free = slab.isLive(place, generation: slab.generation(of: place))
        #expect(!outside)
        #expect(!free)
    }

    @Test func `elements keep their address while the slab grows`() {
        var slab = Slab<Int>()
        let place = slab.insert(42)
        let before = unsafe withUnsafePointer(to: &slab[place]) { Int(bitPattern: $0) }
        for number in 0..<5000 { _ = slab.insert(number) }
        let after = unsafe withUnsafePointer(to: &slab[place]) { Int(bitPattern: $0) }
        let value = slab[place]
        #expect(before == after)
        #expect(value == 42)
    }

    @Test func `a slab ends its elements with itself, each once`() {
        let census = Census()
        do {
            var slab = Slab<Resident>()
            for number in 0..<300 { _ = slab.insert(Resident(number, census)) }
            for place in UInt32(0)..<100 { _ = slab.remove(place) }
            #expect(census.alive == 200)
        }
        #expect(census.alive == 0)
    }

    @Test func `a slab agrees with a dictionary over many random changes`() {
        var random = LoopRandom(seed: 1, 2, 3, 4)
        var slab = Slab<Int>()
        var twin: [UInt32: Int] = [:]
        for step in 0..<20_000 {
            if twin.isEmpty || Bool.random(using: &random) {
                let place = slab.insert(step)
                let isNew = twin.updateValue(step, forKey: place) == nil
                #expect(isNew)
            } else if let (place, value) = twin.first {
                let removed = slab.remove(place)
                if removed != value { Issue.record("place \(place) held \(removed), not \(value)") }
                twin[place] = nil
            }
        }
        let count = slab.count
        #expect(count == twin.count)
        for (place, value) in twin {
            let held = slab[place]
            #expect(held == value)
        }
    }
}
