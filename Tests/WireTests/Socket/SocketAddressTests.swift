import Bytes
import Testing

@testable import Wire

struct SocketAddressTests {
    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1:80"),
        ("0.0.0.0:0", "0.0.0.0:0"),
        ("255.255.255.255:65535", "255.255.255.255:65535"),
        ("[::1]:8080", "[::1]:8080"),
        ("[2001:DB8:0:0::7]:443", "[2001:db8::7]:443"),
        ("[::ffff:10.0.0.1]:1", "10.0.0.1:1"),
        (":80", "[::]:80"),
        ("unix:/run/app.sock", "unix:/run/app.sock"),
        ("unix:relative:odd", "unix:relative:odd"),
    ])
    func `an address is read and printed`(text: String, printed: String) throws {
        let address = try #require(SocketAddress(text))
        #expect(address.description == printed)
        #expect(SocketAddress(printed) == address)
    }

    @Test(arguments: [
        "", ":", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:080", "127.0.0.1:+1", "127.0.0.1:8 ",
        "127.0.0:80", "::1:80", "[::1]", "[::1]80", "[]:80", "[127.0.0.1]:80", "[::1:80", "example.com:80", "unix:",
        "unix:/" + String(repeating: "x", count: 107),
    ])
    func `anything else is refused`(text: String) {
        #expect(SocketAddress(text) == nil)
    }

    @Test(arguments: ["127.0.0.1:80", "[2001:db8::7]:443", "[::]:1", "unix:/run/app.sock", "10.1.2.3:65535"])
    func `the kernel's form says the same`(text: String) throws {
        let address = try #require(SocketAddress(text))
        var kernel = try address.kernelAddress()
        #expect(SocketAddress(kernel: &kernel) == address)
    }
}
