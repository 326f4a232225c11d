// Are numbers read strictly and written as they are read?

import Bytes
import Testing

@Suite struct `Runs of digits` {
    @Test(arguments: [
        ("0", 0), ("7", 7), ("0042", 42), ("1234567890123456789", 1_234_567_890_123_456_789),
        ("18446744073709551615", UInt64.max), ("00000000000000000000000018446744073709551615", UInt64.max),
    ])
    func `decimal digits alone are a number`(text: String, value: UInt64) {
        #expect(text.withByteView { Digits.decimal($0) } == value)
    }

    @Test(arguments: [
        "", " ", "+1", "-1", " 1", "1 ", "1,2", "1.0", "0x10", "1e3", "18446744073709551616", "99999999999999999999",
        "100000000000000000000", "1\u{0}", "\u{664}", "12345678901234567890123456789x",
    ])
    func `anything else is no decimal number`(text: String) {
        #expect(text.withByteView { Digits.decimal($0) } == nil)
    }

    @Test(arguments: [("0", 0), ("ff", 255), ("FF", 255), ("0000000000000001", 1), ("ffffffffffffffff", UInt64.max)])
    func `up to sixteen hexadecimal digits are a number`(text: String, value: UInt64) {
        #expect(text.withByteView { Digits.hex($0) } == value)
    }

    @Test(arguments: ["", "g", "0x1", "-1", " 1", "1 ", "00000000000000001", "1_0"])
    func `anything else is no hexadecimal number`(text: String) {
        #expect(text.withByteView { Digits.hex($0) } == nil)
    }

    @Test func `upper-case digits are refused where only lower-case ones may stand`() {
        #expect("af09".withByteView { Digits.hex($0, lowercaseOnly: true) } == 0xAF09)
        #expect("aF09".withByteView { Digits.hex($0, lowercaseOnly: true) } == nil)
    }

    @Test func `what is written is what is read`() {
        var random = SeededRandom(seed: 3)
        var values: [UInt64] = [
            0, 1, 9, 10, 15, 16, 99, 100, 255, 256, .max, .max - 1, 1 << 63, 10_000_000_000_000_000_000,
        ]
        values += (0..<500).map { _ in random.next() >> UInt64.random(in: 0..<64, using: &random) }
        for value in values {
            var buffer = ByteBuffer()
            buffer.appendDecimal(value)
            #expect(String(buffer.readable) == String(value))
            #expect(Digits.decimal(buffer.readable) == value)
            buffer.clear()
            buffer.appendHex(value)
            #expect(String(buffer.readable) == String(value, radix: 16))
            buffer.clear()
            buffer.appendHex(value, digits: 16)
            #expect(buffer.count == 16 && Digits.hex(buffer.readable, lowercaseOnly: true) == value)
        }
    }

    @Test func `a fixed width keeps leading zeros and drops high digits`() {
        var buffer = ByteBuffer()
        buffer.appendHex(0x1ABC, digits: 2)
        buffer.appendHex(0xA, digits: 4)
        #expect(buffer.readable == "bc000a")
    }
}
