// Which whole fields does HPACK know from the start?

import Bytes

/// The entries of the static table that have a value (RFC 7541, appendix A).
enum HPACKStaticValue {
    /// The number of the entry with this value whose name begins at `nameIndex`, or 0.
    static func index(of nameIndex: UInt8, _ value: ByteView) -> Int {
        switch nameIndex {
        case 2: method(value)
        case 4: path(value)
        case 6: scheme(value)
        case 8: status(value)
        default: 0
        }
    }

    private static func method(_ value: ByteView) -> Int { value == "GET" ? 2 : value == "POST" ? 3 : 0 }

    private static func path(_ value: ByteView) -> Int {
        if value.count == 1, value[0] == 0x2F { return 4 }
        return value == "/index.html" ? 5 : 0
    }

    private static func scheme(_ value: ByteView) -> Int { value == "http" ? 6 : value == "https" ? 7 : 0 }

    private static func status(_ value: ByteView) -> Int {
        guard value.count == 3 else { return 0 }
        switch (value[0], value[1], value[2]) {
        case (0x32, 0x30, 0x30): return 8
        case (0x32, 0x30, 0x34): return 9
        case (0x32, 0x30, 0x36): return 10
        case (0x33, 0x30, 0x34): return 11
        case (0x34, 0x30, 0x30): return 12
        case (0x34, 0x30, 0x34): return 13
        case (0x35, 0x30, 0x30): return 14
        default: return 0
        }
    }
}
