// Was this trace refused before? Perhaps, or certainly not.

/// A set of trace ids that may claim to hold one it does not, and never forgets one it does (Bloom, 1970).
///
/// 2^23 bits and three probes: of 300,000 ids in it (10,000 a second for half a minute) one in a thousand strangers is
/// mistaken for a member, of a million one in forty. The megabyte is allocated with the first id.
struct TraceFilter: Sendable {
    private static let bits: UInt64 = 1 << 23
    private var words: [UInt64] = []

    var isEmpty: Bool { words.isEmpty }

    mutating func insert(_ id: UInt64) {
        if words.isEmpty { words = Array(repeating: 0, count: Int(Self.bits / 64)) }
        for probe: UInt64 in 0..<3 {
            let bit = Self.bit(id, probe)
            words[Int(bit >> 6)] |= 1 << (bit & 63)
        }
    }

    func contains(_ id: UInt64) -> Bool {
        if words.isEmpty { return false }
        for probe: UInt64 in 0..<3 {
            let bit = Self.bit(id, probe)
            if words[Int(bit >> 6)] & 1 << (bit & 63) == 0 { return false }
        }
        return true
    }

    /// Forgets everything and gives the memory back.
    mutating func clear() { words = [] }

    /// The bit of one probe. Clients may choose ids badly, so they are mixed first (the finaliser of splitmix64).
    private static func bit(_ id: UInt64, _ probe: UInt64) -> UInt64 {
        var mixed = id &+ 0x9E37_79B9_7F4A_7C15 &* (probe + 1)
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ mixed >> 31) % bits
    }
}
