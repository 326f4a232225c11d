// Is a call's time read to the nanosecond, and is what is left of it written so that it is not less?

import Bytes
import HTTP
import Testing

private let taken: [(field: String, nanoseconds: UInt64)] = [
    ("1n", 1), ("1u", 1000), ("1m", 1_000_000), ("1S", 1_000_000_000), ("1M", 60_000_000_000),
    ("1H", 3_600_000_000_000), ("0S", 0), ("00000010S", 10_000_000_000), ("99999999n", 99_999_999),
    ("99999999S", 99_999_999_000_000_000), ("99999999M", 5_999_999_940_000_000_000), ("99999999H", .max),
    ("5124095H", 18_446_742_000_000_000_000), ("5124096H", .max),
]

private let written: [(nanoseconds: UInt64, field: String)] = [
    (0, "0n"), (1, "1n"), (99_999_999, "99999999n"), (100_000_000, "100000u"), (100_000_001, "100001u"),
    (1_000_000_000, "1000000u"), (99_999_999_000, "99999999u"), (99_999_999_001, "100000m"),
    (99_999_999_000_000, "99999999m"), (99_999_999_000_001, "100000S"), (99_999_999_000_000_000, "99999999S"),
    (99_999_999_000_000_001, "1666667M"), (5_999_999_940_000_000_001, "1666667H"), (.max, "5124096H"),
]

private func parse(_ field: String) -> UInt64? { field.withByteView { GRPCTimeout.parse($0) } }

private func write(_ nanoseconds: UInt64) -> String {
    var buffer = ByteBuffer()
    GRPCTimeout.write(nanoseconds: nanoseconds, to: &buffer)
    return String(buffer.readable)
}

@Suite struct `gRPC timeout` {
    @Test(arguments: taken)
    func `a timeout is a number and a unit`(row: (field: String, nanoseconds: UInt64)) {
        #expect(parse(row.field) == row.nanoseconds)
    }

    @Test(arguments: [
        "", "1", "S", "s", "1s", "1h", "1N", "1U", "123456789n", "000000001S", "-1S", "+1S", " 1S", "1 S", "1S ",
        "1.5S",
        "1ms", "1SS", "0x1S", "1,1S",
    ])
    func `anything else is no timeout`(field: String) {
        #expect(parse(field) == nil)
    }

    @Test(arguments: written)
    func `what is left is written in the finest unit that holds it`(row: (nanoseconds: UInt64, field: String)) {
        #expect(write(row.nanoseconds) == row.field)
    }

    @Test func `what was written is no less and hardly more`() throws {
        var random = SeededRandom(seed: 3)
        for _ in 0..<2000 {
            let time = UInt64.random(in: 0 ... .max, using: &random) >> UInt64.random(in: 0...63, using: &random)
            let read = try #require(parse(write(time)))
            #expect(read >= time)
            // Eight digits tell times apart that differ by a part in 100 000, or by a unit where the next one begins.
            #expect(read - time <= max(time / 10_000, 1), "\(time)")
        }
    }
}
