// How long may a gRPC call take?

import Bytes

/// The value of a `grpc-timeout` field: at most eight digits and a unit (gRPC over HTTP2, Requests).
public enum GRPCTimeout {
    /// The most digits of a timeout.
    private static var digits: Int { 8 }

    /// The time in nanoseconds; nil when `field` is no timeout. 0 says that there is no time left. What 64 bits do not
    /// hold, more than 584 years, is `UInt64.max`.
    public static func parse(_ field: ByteView) -> UInt64? {
        guard field.count >= 2, field.count <= digits + 1, let unit = nanoseconds(ofUnit: field[field.count - 1]),
            let count = Digits.decimal(field.prefix(field.count - 1))
        else { return nil }
        let (time, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? .max : time
    }

    private static func nanoseconds(ofUnit unit: UInt8) -> UInt64? {
        switch unit {
        case 0x6E: 1  // n
        case 0x75: 1000  // u
        case 0x6D: 1_000_000  // m
        case 0x53: 1_000_000_000  // S
        case 0x4D: 60_000_000_000  // M
        case 0x48: 3_600_000_000_000  // H
        default: nil
        }
    }

    /// Appends `nanoseconds` in the finest unit in which eight digits hold it, rounded up, so that what is left of a
    /// time never becomes nothing.
    public static func write(nanoseconds: UInt64, to out: inout ByteBuffer) {
        let unit = finestUnit(for: nanoseconds)
        let size = self.nanoseconds(ofUnit: unit) ?? 1
        out.appendDecimal(nanoseconds / size + (nanoseconds % size == 0 ? 0 : 1))
        out.append(unit)
    }

    private static func finestUnit(for nanoseconds: UInt64) -> UInt8 {
        let most: UInt64 = 99_999_999
        switch nanoseconds {
        case ...most: return 0x6E
        case ...(most * 1000): return 0x75
        case ...(most * 1_000_000): return 0x6D
        case ...(most * 1_000_000_000): return 0x53
        case ...(most * 60_000_000_000): return 0x4D
        default: return 0x48
        }
    }
}
