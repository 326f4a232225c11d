// Is an https upstream verified, and told whom we want?

import TestSupport
import Testing

@Suite struct UpstreamTLSTests {
    @Test func `an upstream with a good certificate is spoken to over TLS`() throws {
        let certificate = try Certificate(for: ["app.internal", "127.0.0.1"])
        let server = try TLSServer(certificate)
        let gateway = try TestGateway(
            """
            cluster * { tls { ca \(certificate.certificatePath); server-name app.internal } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        let answer = try gateway.get("/")
        #expect(answer.status == 200, "\(answer)")
        #expect(answer.text.contains("TLSv1.3"))
    }

    @Test func `the address is verified when no name is configured`() throws {
        let certificate = try Certificate(for: ["127.0.0.1"])
        let server = try TLSServer(certificate)
        let gateway = try TestGateway(
            """
            cluster * { tls { ca \(certificate.certificatePath) } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `the server name travels as SNI`() throws {
        let certificate = try Certificate(for: ["app.internal", "127.0.0.1"])
        let server = try TLSServer(certificate, demandingName: "app.internal")
        let gateway = try TestGateway(
            """
            cluster * { tls { ca \(certificate.certificatePath); server-name app.internal } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        #expect(try gateway.get("/").status == 200)
    }

    @Test func `a certificate for another name is refused with 502`() throws {
        let certificate = try Certificate(for: ["other.internal"])
        let server = try TLSServer(certificate)
        let gateway = try TestGateway(
            """
            cluster * { tls { ca \(certificate.certificatePath); server-name app.internal } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        #expect(try gateway.get("/").status == 502)
    }

    @Test func `a certificate that nobody vouches for is refused with 502`() throws {
        let server = try TLSServer(try Certificate(for: ["127.0.0.1"]))
        let gateway = try TestGateway("listen @http { route /* to https://127.0.0.1:\(server.port) }")
        #expect(try gateway.get("/").status == 502)
    }

    @Test func `verify off accepts what it is told to accept`() throws {
        let server = try TLSServer(try Certificate(for: ["other.internal"]))
        let gateway = try TestGateway(
            """
            cluster * { tls { verify off } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        #expect(try gateway.get("/").status == 200)
    }

    // MARK: Why not

    /// An upstream that is refused, or refuses, and what of OpenSSL's words stays the same from one version to the next.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var names = ["app.internal"]
        var trustsIt = true
        var demandedName: String?
        var options: [String] = []
        let reason: String
        var testDescription: String { reason }
    }

    private static let refusals = [
        Refusal(names: ["other.internal"], reason: "ostname mismatch"),
        Refusal(trustsIt: false, reason: "certificate"),
        Refusal(demandedName: "other.internal", reason: "unrecognized name"),
        Refusal(options: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"], reason: "protocol version"),
        Refusal(options: ["-no_tls1_3", "-cipher", "AES128-SHA"], reason: "handshake failure"),
    ]

    @Test(arguments: refusals)
    func `the log and the span say why a handshake failed, and the client does not hear it`(row: Refusal) throws {
        let certificate = try Certificate(for: row.names)
        let trusted = row.trustsIt ? certificate : try Certificate(for: ["nobody.internal"])
        let server = try TLSServer(certificate, demandingName: row.demandedName, options: row.options)
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            """
            access-log json
            trace {
                sample 100%
                zipkin \(sink.url) { batch 512 or 20ms }
            }
            cluster * { tls { ca \(trusted.certificatePath); server-name app.internal } }
            listen @http { route /* to https://127.0.0.1:\(server.port) { retries 0 } }
            """
        )
        let answer = try gateway.get("/why")
        #expect(answer.status == 502 && answer.fields["l5d-err"] == "tls_failed", "\(answer)")
        #expect(!"\(answer)".contains(row.reason), "\(answer)")
        let span = try #require(try sink.spans(2).first { $0.kind == "CLIENT" })
        #expect(span.tag("error") == "tls_failed")
        #expect(span.tag("error.detail")?.contains(row.reason) == true, "\(span)")
        try eventually("the line of \(gateway.said)") { gateway.output.contains("/why") }
        let line = try #require(gateway.output.split(separator: "\n").first { $0.contains("/why") })
        let told = line.split(separator: "\"error_detail\":").dropFirst().first ?? ""
        #expect(told.split(separator: ",")[0].contains(row.reason), "\(line)")
    }
}
