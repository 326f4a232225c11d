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
}
