// Which date and time of day a number of microseconds is.

import Bytes

/// A moment in UTC, as people write it.
///
/// Days are turned into dates by counting from 1 March of year 0, so that the leap day ends a year; then 400-year eras,
/// years and months follow by division (the proleptic Gregorian calendar, RFC 3339).
public struct CivilTime: Hashable, Sendable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    public let microsecond: Int

    public init(unixMicroseconds: Int64) {
        let perDay: Int64 = 86_400_000_000
        let days = unixMicroseconds >= 0 ? unixMicroseconds / perDay : (unixMicroseconds + 1) / perDay - 1
        let rest = Int(unixMicroseconds - days * perDay)
        microsecond = rest % 1_000_000
        second = rest / 1_000_000 % 60
        minute = rest / 60_000_000 % 60
        hour = rest / 3_600_000_000

        let sinceMarch = Int(days) + 719_468
        let era = (sinceMarch >= 0 ? sinceMarch : sinceMarch - 146_096) / 146_097
        let dayOfEra = sinceMarch - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Appends `2026-11-21T08:04:42.123Z` (RFC 3339, milliseconds).
    public func write(to buffer: inout ByteBuffer) { buffer.write(upTo: 32) { write(to: &$0) } }

    func write(to room: inout Room) {
        Self.two(year / 100, &room)
        Self.two(year % 100, &room)
        room.append(byte: 0x2D)
        Self.two(month, &room)
        room.append(byte: 0x2D)
        Self.two(day, &room)
        room.append(byte: 0x54)
        Self.two(hour, &room)
        room.append(byte: 0x3A)
        Self.two(minute, &room)
        room.append(byte: 0x3A)
        Self.two(second, &room)
        room.append(byte: 0x2E)
        let milliseconds = microsecond / 1_000
        Self.two(milliseconds / 10, &room)
        room.append(byte: 0x30 + UInt8(milliseconds % 10))
        room.append(byte: 0x5A)
    }

    @inline(__always)
    private static func two(_ value: Int, _ room: inout Room) {
        room.append(half: 0x3030 + UInt16(value / 10 % 10) + UInt16(value % 10) << 8)
    }
}
