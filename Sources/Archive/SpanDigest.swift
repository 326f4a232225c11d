// Is this the same span as one that came before?

import Bytes

/// A 64-bit digest of a span's bytes (FNV-1a, Fowler, Noll and Vo, 1991), compared within one trace only: of ten
/// thousand different spans two agree once in 10^11 traces, and then the later one is taken for a repetition.
enum SpanDigest {
    static func digest(_ bytes: ByteView) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for i in 0..<bytes.count { hash = (hash ^ UInt64(bytes[i])) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
