import Bytes
import Testing
import Wire

/// RFC 6125, 6.4.3: a wildcard stands for one whole label.
struct CertificateStoreTests {
    private let store = CertificateStore(names: [
        ["shop.example.com"], ["*.example.com", "Example.COM"], ["*"], ["shop.example.com", "a.b.example.com."],
    ])

    @Test(arguments: [
        ("shop.example.com", 0), ("SHOP.example.com", 0), ("shop.example.com.", 0), ("api.example.com", 1),
        ("example.com", 1), ("a.b.example.com", 3), ("x.b.example.com", nil), (".example.com", nil), ("com", nil),
        ("*.example.com", 1), ("", nil), (".", nil), ("other.test", nil), ("127.0.0.1", nil),
    ])
    func `a name finds its certificate`(name: String, index: Int?) {
        #expect(name.withByteView { store.index(for: $0) } == index)
    }

    @Test func `the star marks the default, and without one it is the first`() {
        #expect(store.defaultIndex == 2)
        #expect(CertificateStore(names: [["a.test"], ["b.test"]]).defaultIndex == 0)
    }

    @Test func `a thousand names are all found`() {
        let names = (0..<1000).map { "host\($0).example.com" }
        let large = CertificateStore(names: names.map { [$0] })
        let found = names.map { $0.withByteView { large.index(for: $0) } }
        #expect(found == Array(0..<1000))
    }
}
