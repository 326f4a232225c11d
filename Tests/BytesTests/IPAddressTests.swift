// Is every address read as the one host that it means, and written as RFC 5952 asks?

import Bytes
import Testing

@Suite struct `IP address` {
    /// Text and its canonical form; the IPv6 rows are the rules of RFC 5952, 4 one by one.
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"), ("127.0.0.1", "127.0.0.1"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("2001:db8::1", "2001:db8::1"),
        ("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"), ("2001:DB8::A", "2001:db8::a"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("::ffff:192.0.2.1", "192.0.2.1"),
        ("::ffff:c000:201", "192.0.2.1"),
        ("::1.2.3.4", "::102:304"), ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("fe80::", "fe80::"),
    ])
    func `an address is read and written in its canonical form`(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "1.2.3.", ".1.2.3", "1.2.3.4 ", " 1.2.3.4",
        "1.2.3.4a", "0x7f.0.0.1", "1..2.3", "2130706433", ":", ":::", "1:", ":1", "1:2", "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1::2::3", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "12345::", "g::", "fe80::1%eth0", "[::1]", "::1.2.3",
        "1.2.3.4::",
        "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "1:::2", "::/0", "1:2:3:4:5:6:7:8:",
    ])
    func `anything else is no address`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `print and parse are inverse`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<2000 {
            // Zero groups are made frequent, because they are what the writer shortens.
            var halves: [UInt64] = [0, 0]
            for group in 0..<8 where Bool.random(using: &random) {
                halves[group / 4] |= UInt64.random(in: 0...0xFFFF, using: &random) << UInt64(16 * (group % 4))
            }
            let address = IPAddress(high: halves[0], low: halves[1])
            #expect(IPAddress(address.description) == address)
            let v4 = IPAddress(v4: UInt32(truncatingIfNeeded: random.next()))
            #expect(IPAddress(v4.description) == v4)
        }
    }

    @Test func `loopback is 127 slash 8 and colon colon 1`() {
        #expect(IPAddress.loopback4.isLoopback && IPAddress.loopback6.isLoopback)
        #expect(IPAddress("127.255.0.9")!.isLoopback && IPAddress("::ffff:127.0.0.1")!.isLoopback)
        #expect(!IPAddress("128.0.0.1")!.isLoopback && !IPAddress("::2")!.isLoopback && !IPAddress("::")!.isLoopback)
        #expect(IPAddress("0.0.0.1") != IPAddress("::1"))
    }
}
