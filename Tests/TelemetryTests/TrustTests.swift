// Whether trust goes only where it was given.

import Bytes
import Telemetry
import Testing

/// `overrides` of a listener.
@Suite struct TrustTests {
    private static let trust = Trust(
        ranges: ["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) },
        allowed: [.sample, .parent]
    )

    @Test(arguments: [
        ("10.1.2.3", true), ("11.0.0.1", false), ("fd00::1", true), ("fe80::1", false), ("::ffff:10.0.0.1", true),
    ])
    func `a client is trusted by its address`(text: String, isTrusted: Bool) throws {
        let address = try #require(IPAddress(text))
        #expect(Self.trust.allowance(of: address) == (isTrusted ? [.sample, .parent] : []))
    }

    @Test func `nobody is trusted by default, and local sockets only when told`() {
        #expect(Trust.nobody.allowance(of: .loopback4) == [])
        #expect(Self.trust.allowance(of: nil) == [])
        #expect(Trust(ranges: [], allowed: .all, trustsLocalSockets: true).allowance(of: nil) == .all)
    }
}
