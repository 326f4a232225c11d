// Is a renewed certificate taken without a restart, and a broken one left alone?

import Foundation
import TestSupport
import Testing

@Suite struct CertificateReloadTests {
    private let folder: TemporaryDirectory
    private let origin: Origin

    init() throws {
        folder = try TemporaryDirectory()
        origin = try Origin()
    }

    private func put(_ names: [String], as name: String = "served") throws {
        let certificate = try Certificate(for: names)
        try copy(certificate.certificatePath, to: "\(name).pem")
        try copy(certificate.keyPath, to: "\(name).key")
    }

    private func copy(_ path: String, to name: String) throws {
        try folder.write(try String(contentsOfFile: path, encoding: .utf8), to: name)
    }

    private func gateway(_ certificate: String, _ key: String, _ more: String = "") throws -> TestGateway {
        try TestGateway(
            "listen @tls { tls { \(more)\ncert * \(certificate) \(key) }\nroute /* to \(origin.address) }",
            with: [origin]
        )
    }

    private func shown(_ gateway: TestGateway) throws -> String? {
        try TLSProbe(port: gateway.port("tls")).commonName
    }

    @Test func `a renewed certificate is shown to new connections and old ones live on`() throws {
        try put(["localhost", "old.test"])
        let gateway = try gateway(folder.file("served.pem"), folder.file("served.key"))
        let client = try gateway.connectTLS()
        #expect(try client.get("/").status == 200)
        #expect(try shown(gateway) == "localhost")

        try put(["new.test"])
        try eventually("the new certificate; the gateway said:\n\(gateway.said)") { try shown(gateway) == "new.test" }

        #expect(try client.get("/").status == 200)
        #expect(gateway.said.contains("certificate of * reloaded, valid until 2"))
        try gateway.metrics("the reload to be counted") {
            $0.sum("headgate_tls_reloads_total", ["result": "ok"]) == 1
        }
    }

    @Test func `a broken certificate leaves the old one in use and is said`() throws {
        try put(["localhost"])
        let gateway = try gateway(folder.file("served.pem"), folder.file("served.key"))

        try folder.write("nonsense\n", to: "served.pem")
        try gateway.metrics("the failure to be counted") {
            $0.sum("headgate_tls_reloads_total", ["result": "failed"]) == 1
        }
        #expect(gateway.said.contains("the old ones stay in use"), "\(gateway.said)")
        #expect(gateway.said.contains("served.pem holds no PEM certificate"))
        #expect(try shown(gateway) == "localhost")
        #expect(try gateway.connectTLS().get("/").status == 200)

        try put(["mended.test"])
        try eventually("the mended certificate") { try shown(gateway) == "mended.test" }
    }

    /// As Kubernetes mounts secrets: files are links through a directory that is a link, which is turned.
    @Test func `a directory that is turned is noticed`() throws {
        let files = FileManager.default
        for (name, host) in [("first", "localhost"), ("second", "second.test")] {
            try files.createDirectory(atPath: folder.file(name), withIntermediateDirectories: false)
            try put([host], as: "\(name)/tls")
        }
        try files.createSymbolicLink(atPath: folder.file("data"), withDestinationPath: "first")
        for kind in ["pem", "key"] {
            try files.createSymbolicLink(atPath: folder.file("tls.\(kind)"), withDestinationPath: "data/tls.\(kind)")
        }
        let gateway = try gateway(folder.file("tls.pem"), folder.file("tls.key"))
        #expect(try shown(gateway) == "localhost")

        try files.createSymbolicLink(atPath: folder.file("data.new"), withDestinationPath: "second")
        let turned = unsafe rename(folder.file("data.new"), folder.file("data"))
        #expect(turned == 0)
        try eventually("the second certificate") { try shown(gateway) == "second.test" }
    }

    @Test func `other authorities count from their file's change on`() throws {
        try put(["localhost"])
        let (old, new) = (try TestAuthority(), try TestAuthority())
        try copy(old.certificatePath, to: "clients.pem")
        let gateway = try gateway(
            folder.file("served.pem"),
            folder.file("served.key"),
            "client-ca \(folder.file("clients.pem"))"
        )
        let (before, after) = (try old.sign("shop", "DNS:shop.test"), try new.sign("shop", "DNS:shop.test"))
        #expect(try status(gateway, before) == 200)
        #expect(try status(gateway, after) == 0)

        try copy(new.certificatePath, to: "clients.pem")
        try eventually("the new authority to count") { try status(gateway, after) == 200 }
        #expect(try status(gateway, before) == 0)
    }

    private func status(_ gateway: TestGateway, _ signed: TestAuthority.Signed) throws -> Int {
        try Curl("https://localhost:\(gateway.port("tls"))/", ["-k"] + signed.curl).status
    }

    @Test func `the gateway's own certificate for its upstreams is read again`() throws {
        let authority = try TestAuthority()
        let certificate = try Certificate(for: ["127.0.0.1"])
        let demands = ["-Verify", "2", "-verify_return_error", "-CAfile", authority.certificatePath]
        let server = try TLSServer(certificate, options: demands)
        let stranger = try TestAuthority().sign("gateway", "DNS:gateway.test")
        try copy(stranger.certificatePath, to: "mine.pem")
        try copy(stranger.keyPath, to: "mine.key")
        let gateway = try TestGateway(
            """
            cluster * { tls { ca \(certificate.certificatePath); cert \(folder.file("mine.pem")) \(folder.file("mine.key")) } }
            listen @http { route /* to https://127.0.0.1:\(server.port) }
            """
        )
        #expect(try gateway.get("/").status == 502)
        let good = try authority.sign("gateway", "DNS:gateway.test")
        try copy(good.certificatePath, to: "mine.pem")
        try copy(good.keyPath, to: "mine.key")
        try eventually("the upstream to accept us") { try gateway.get("/").status == 200 }
    }

    @Test func `a collector's authorities are read again, and the certificate that it is shown`() throws {
        let (sink, authority) = (try ZipkinSink(), try TestAuthority())
        try put(["localhost"])
        let demands = "client-ca \(authority.certificatePath)"
        let relay = try TestGateway(
            """
            listen @tls {
                tls { \(demands); cert * \(folder.file("served.pem")) \(folder.file("served.key")) }
                route /* to 127.0.0.1:\(sink.port)
            }
            """,
            with: [sink]
        )
        let stranger = try TestAuthority()
        try copy(stranger.certificatePath, to: "collectors.pem")
        let mine = try stranger.sign("gateway", "DNS:gateway.test")
        try copy(mine.certificatePath, to: "mine.pem")
        try copy(mine.keyPath, to: "mine.key")
        let shown = "ca \(folder.file("collectors.pem")); cert \(folder.file("mine.pem")) \(folder.file("mine.key"))"
        let gateway = try TestGateway(
            to: origin,
            more: """
                trace {
                    sample 100%
                    zipkin https://localhost:\(relay.port("tls"))/api/v2/spans { batch 512 or 20ms; tls { \(shown) } }
                }
                """
        )
        #expect(try gateway.get("/").status == 200)
        try copy(folder.file("served.pem"), to: "collectors.pem")
        try eventually("its authorities to be read") { gateway.said.contains("collectors.pem reloaded") }
        #expect(sink.spans.isEmpty)

        let good = try authority.sign("gateway", "DNS:gateway.test")
        try copy(good.certificatePath, to: "mine.pem")
        try copy(good.keyPath, to: "mine.key")
        try eventually("the spans to arrive; the gateway said:\n\(gateway.said)") { sink.spans.count == 2 }
    }
}
