// Is the client's certificate told in one field, which only the gateway ends?

import Bytes
import HTTP
import Testing

@testable import Proxy

@Suite struct ForwardedCertificateTests {
    private static let element = Array("Hash=00;Subject=\"CN=a\"".utf8)
    private static let spellings = ["X-Forwarded-Client-Cert", "x_forwarded_client_cert", "X-FORWARDED-CLIENT_CERT"]

    private func field(_ incoming: [String], continuing: Bool) throws -> String {
        let limits = H1Limits()
        var head = RequestHead(limits: limits)
        let lines = ["GET / HTTP/1.1", "Host: h"] + incoming.map { "X-Forwarded-Client-Cert: \($0)" } + ["", ""]
        return try Array(lines.joined(separator: "\r\n").utf8).withByteView { view in
            try H1RequestParser.parse(view, into: &head, limits: limits)
            var out = ByteBuffer()
            ForwardedCertificate.append(Self.element, continuing: continuing, incoming: head.fields, to: &out)
            return String(out.readable)
        }
    }

    @Test(arguments: [
        ([], true, ""), (["Hash=1"], true, "Hash=1,"),
        (["Hash=1", "", "Hash=2,Hash=3"], true, "Hash=1,Hash=2,Hash=3,"),
        (["Hash=1"], false, ""),
    ])
    func `ours stands last`(_ row: (incoming: [String], continues: Bool, before: String)) throws {
        let line = try field(row.incoming, continuing: row.continues)
        #expect(line == "x-forwarded-client-cert: \(row.before)Hash=00;Subject=\"CN=a\"\r\n")
    }

    @Test(arguments: spellings, [false, true])
    func `the field never passes as it came`(spelling: String, isTrusted: Bool) throws {
        let head = try forwardedHead(
            ["GET / HTTP/1.1", "Host: h", "\(spelling): Hash=1", "uber-trace-id: 1"],
            isTrusted: isTrusted
        )
        #expect(!head.contains { $0.contains("Hash=1") })
        #expect(head.contains("uber-trace-id: 1") == isTrusted)
    }
}
