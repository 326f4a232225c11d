import Testing
import Wire

struct LoopRandomTests {
    /// The first outputs of the authors' C code for this state.
    @Test func `the sequence is that of xoshiro256++`() {
        var random = LoopRandom(seed: 1, 2, 3, 4)
        let expected: [UInt64] = [
            41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386, 9_228_616_714_210_784_205,
            9_973_669_472_204_895_162, 14_011_001_112_246_962_877, 12_406_186_145_184_390_807,
        ]
        #expect((0..<8).map { _ in random.next() } == expected)
    }

    @Test func `two generators of the kernel's seed differ`() {
        var one = LoopRandom()
        var other = LoopRandom()
        #expect(one.next() != other.next())
    }

    @Test func `a state of zeros only is replaced`() {
        var random = LoopRandom(seed: 0, 0, 0, 0)
        #expect((0..<4).map { _ in random.next() }.contains { $0 != 0 })
    }
}
