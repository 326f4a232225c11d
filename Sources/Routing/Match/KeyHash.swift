// Where in a table does a run of bytes belong?

/// FNV-1a over 64 bits (Fowler, Noll, Vo), folded when it is used.
///
/// The keys of a table are the operator's, so a client cannot make it collide: it can only miss.
struct KeyHash {
    private var state: UInt64

    /// Starts a hash; equal bytes hash differently for different owners.
    init(owner: UInt32) {
        state = 0xCBF2_9CE4_8422_2325 ^ (UInt64(owner) &* 0x9E37_79B9_7F4A_7C15)
    }

    mutating func combine(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }

    /// Takes letters of either case for the same, and some other pairs of bytes too: equality is the comparison's to tell.
    mutating func combineFolded(_ byte: UInt8) { combine(byte | 0x20) }

    var value: UInt32 { UInt32(truncatingIfNeeded: state ^ (state >> 32)) }
}
