// Does a range hold exactly the addresses that share its prefix?

import Bytes
import Testing

@Suite struct `Address range` {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
        ("10.0.0.0/8", "9.255.255.255", false),
        ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "203.0.113.9", true),
        ("0.0.0.0/0", "::1", false), ("::/0", "2001:db8::1", true), ("::/0", "127.0.0.1", false),
        ("127.0.0.0/8", "::ffff:127.0.0.1", true), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/32", "2001:db9::", false), ("2001:db8::/65", "2001:db8::7fff:0:0:1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:1", false), ("fc00::/7", "fdff::1", true), ("fc00::/7", "fe00::", false),
        ("192.168.0.0/31", "192.168.0.1", true), ("192.168.0.0/31", "192.168.0.2", false), ("::1", "::1", true),
    ])
    func `an address is in a range or not`(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(#require(IPAddress(address))) == isInside)
    }

    @Test func `bits behind the prefix do not count`() throws {
        let range = try #require(AddressRange("10.1.2.3/8"))
        #expect(range.description == "10.0.0.0/8" && range == AddressRange("10.0.0.0/8"))
        #expect(range.prefixLength == 8 && range.address == IPAddress("10.0.0.0"))
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/8/8", "x/8", "10/8", "10.0.0.0/ 8",
    ])
    func `anything else is no range`(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
