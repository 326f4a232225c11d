// How are HPACK's integers and strings written?

import Bytes
import CBytes

/// Writes into memory of which the caller knows that there is enough.
@safe
struct HPACKCursor {
    private var at: UnsafeMutablePointer<UInt8>

    @unsafe
    init(_ start: UnsafeMutablePointer<UInt8>) { unsafe at = start }

    func count(from start: UnsafeMutablePointer<UInt8>) -> Int { unsafe at - start }

    /// Writes an integer behind the high bits `pattern` of its first byte, of which it has the low `bits` (RFC 7541,
    /// 5.1). Takes at most 11 bytes.
    @inline(__always)
    mutating func write(_ value: Int, pattern: UInt8, bits: UInt8) {
        let most = (1 &<< Int(bits)) &- 1
        if value < most {
            write(pattern | UInt8(truncatingIfNeeded: value))
        } else {
            write(pattern | UInt8(truncatingIfNeeded: most))
            writeRest(value &- most)
        }
    }

    private mutating func writeRest(_ value: Int) {
        var rest = value
        while rest >= 0x80 {
            write(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        write(UInt8(truncatingIfNeeded: rest))
    }

    /// Writes a string as it is (RFC 7541, 5.2).
    @inline(__always)
    mutating func write(_ string: ByteView) {
        write(string.count, pattern: 0, bits: 7)
        guard let start = unsafe string.start else { return }
        // Sound: the caller has room.
        unsafe CBytes_copy_run(at, start, string.count)
        unsafe at += string.count
    }

    @inline(__always)
    private mutating func write(_ byte: UInt8) {
        // Sound: the caller has room.
        unsafe at.pointee = byte
        unsafe at += 1
    }
}
