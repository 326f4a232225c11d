// What does chance say?

import CLinux

/// A fast generator owned by one loop: xoshiro256++ (Blackman and Vigna, 2019), seeded by the kernel.
///
/// Good for ids, balancing and jitter. Not for secrets: its state can be computed from its output.
public struct LoopRandom: RandomNumberGenerator {
    private var s0: UInt64, s1: UInt64, s2: UInt64, s3: UInt64

    /// Seeds from `getrandom(2)`.
    public init() {
        var seed: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        // Sound: the tuple has the 32 bytes. Requests of up to 256 bytes are never cut short (getrandom(2)).
        let count = unsafe withUnsafeMutableBytes(of: &seed) { bytes in
            Syscall.retrying { unsafe Int(CLinux_getrandom(bytes.baseAddress!, bytes.count)) }
        }
        precondition(count == 32, "The kernel has no random bytes.")
        self.init(seed: seed.0, seed.1, seed.2, seed.3)
    }

    /// Begins at a known state, for tests. A state of zeros only would stay there, so it is replaced.
    public init(seed s0: UInt64, _ s1: UInt64, _ s2: UInt64, _ s3: UInt64) {
        self.s0 = s0 | s1 | s2 | s3 == 0 ? 1 : s0
        self.s1 = s1
        self.s2 = s2
        self.s3 = s3
    }

    public mutating func next() -> UInt64 {
        let result = Self.rotate(s0 &+ s3, by: 23) &+ s0
        let shifted = s1 &<< 17
        s2 ^= s0
        s3 ^= s1
        s1 ^= s2
        s0 ^= s3
        s2 ^= shifted
        s3 = Self.rotate(s3, by: 45)
        return result
    }

    private static func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 { value &<< bits | value &>> (64 &- bits) }
}
