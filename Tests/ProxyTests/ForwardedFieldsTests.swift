// Is the client described truly to the upstream?

import Testing

@testable import Proxy

/// RFC 7239.
@Suite struct ForwardedFieldsTests {
    private func lines(_ fields: [String] = [], peer: String = "192.0.2.7", secure: Bool = false, trusted: Bool = false)
        throws
        -> [String: String]
    {
        let head = try forwardedHead(
            ["GET / HTTP/1.1", "Host: h:8"] + fields,
            peer: peer,
            isSecure: secure,
            isTrusted: trusted
        )
        return Dictionary(
            head.dropFirst().map { line in
                let colon = line.firstIndex(of: ":")!
                return (String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
            },
            uniquingKeysWith: { "\($0) AND \($1)" }
        )
    }

    private static let claims = [
        "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 2.2.2.2", "X-Forwarded-Proto: https", "X-Forwarded-Host: other",
        "Forwarded: for=1.1.1.1",
    ]

    @Test func `what an untrusted client claims is replaced`() throws {
        let told = try lines(Self.claims)
        #expect(told["x-forwarded-for"] == "192.0.2.7")
        #expect(told["x-forwarded-proto"] == "http")
        #expect(told["x-forwarded-host"] == "h:8")
        #expect(told["forwarded"] == "for=192.0.2.7;host=\"h:8\";proto=http")
        #expect(told["X-Forwarded-For"] == nil)
    }

    @Test func `what a trusted proxy says is continued`() throws {
        let told = try lines(Self.claims, trusted: true)
        #expect(told["x-forwarded-for"] == "1.1.1.1, 2.2.2.2, 192.0.2.7")
        #expect(told["x-forwarded-proto"] == "https")
        #expect(told["x-forwarded-host"] == "other")
        #expect(told["forwarded"] == "for=1.1.1.1, for=192.0.2.7;host=\"h:8\";proto=http")
    }

    @Test func `an IPv6 client is bracketed and quoted where it must be`() throws {
        let told = try lines(peer: "2001:db8::1", secure: true)
        #expect(told["x-forwarded-for"] == "2001:db8::1")
        #expect(told["forwarded"] == "for=\"[2001:db8::1]\";host=\"h:8\";proto=https")
        #expect(told["x-forwarded-proto"] == "https")
    }
}
