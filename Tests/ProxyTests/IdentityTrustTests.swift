// Whose certificates are trusted?

import Testing

@testable import Proxy

@Suite struct IdentityTrustTests {
    private static let names = ["spiffe://test/ops", "spiffe://test/web/*", "shop.test"]

    @Test(arguments: [
        ("spiffe://test/ops", true), ("spiffe://test/ops/a", false), ("spiffe://test/op", false),
        ("spiffe://test/web/", true), ("spiffe://test/web/a/b", true), ("spiffe://test/web", false),
        ("SPIFFE://test/ops", false), ("shop.test", true), ("shop.test.evil", false), ("", false),
    ])
    func `a name is trusted whole or by its beginning, byte by byte`(_ row: (name: String, isTrusted: Bool)) {
        #expect(IdentityTrust(Self.names).covers(Array(row.name.utf8), isURI: true) == row.isTrusted)
    }

    @Test func `nobody is trusted unless named`() {
        #expect(!IdentityTrust([]).covers(Array("shop".utf8), isURI: false))
    }

    @Test func `a star alone is everybody who has a name`() {
        let trust = IdentityTrust(["*"])
        #expect(trust.covers(Array("shop".utf8), isURI: false))
        #expect(!trust.covers([], isURI: false))
    }

    @Test(arguments: ["spiffe://test/ops", "spiffe://test/web/a", "x:spiffe://test/ops"])
    func `a common name is no URI`(name: String) {
        let trust = IdentityTrust(Self.names + ["*"])
        #expect(!trust.covers(Array(name.utf8), isURI: false))
        #expect(trust.covers(Array(name.utf8), isURI: true))
    }
}
