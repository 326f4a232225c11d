// How a span lies in the ring.

import Bytes

/// The layout of an encoded span; integers are little-endian.
///
/// ```
///  0  trace id high u64   8  trace id low u64   16  span id u64   24  parent id u64
/// 32  start µs i64       40  duration µs i64    48  kind u8, flags u8
/// 50  items, each: item u8, code u8, then
///     annotation  µs since the start i64          text, name, local, remote  length u16, bytes
///     integer     u64                             rate   mantissa u64, scale u8
///     trace       high u64, low u64               address  v4 u8, port u16, high u64, low u64
/// ```
enum SpanLayout {
    static let headBytes = 50
    static let flagsOffset = 49

    static let debugFlag: UInt8 = 1
    static let sharedFlag: UInt8 = 2
    static let truncatedFlag: UInt8 = 4

    enum Item: UInt8 {
        case annotation
        case text
        case integer
        case rate
        case trace
        case name
        case localService
        case remoteService
        case remoteAddress
    }

    /// Eight bytes at `offset`, in this machine's order. One check for all eight.
    static func word(_ bytes: ByteView, at offset: Int) -> UInt64 {
        let slice = bytes.slice(from: offset, count: 8)
        // Sound: the slice has eight bytes; the load may be unaligned.
        return unsafe slice.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt64.self) }
    }
}
