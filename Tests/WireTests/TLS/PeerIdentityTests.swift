import Testing

@testable import Wire

struct PeerIdentityTests {
    private static func identity(_ uris: [String] = [], _ names: [String] = [], common: String = "") -> TLSPeerIdentity
    {
        TLSPeerIdentity(commonName: common, subject: "CN=x", fingerprint: "ab", uris: uris, dnsNames: names)
    }

    @Test func `the name is a URI, else a DNS name, else the common name`() {
        #expect(Self.identity(["u:1", "u:2"], ["d"], common: "c").name == "u:1")
        #expect(Self.identity([], ["d", "e"], common: "c").name == "d")
        #expect(Self.identity(common: "c").nameBytes == [0x63])
        #expect(Self.identity().name == "")
    }

    @Test(arguments: [
        ("spiffe://a/b", "URI=spiffe://a/b"), ("u:a,b", "URI=\"u:a,b\""), ("u:a;b", "URI=\"u:a;b\""),
        ("u:a=b", "URI=\"u:a=b\""),
    ])
    func `values with separators are quoted`(uri: String, part: String) {
        let element = String(decoding: Self.identity([uri]).forwardedElement, as: UTF8.self)
        #expect(element == "Hash=ab;Subject=\"CN=x\";\(part)")
    }
}
