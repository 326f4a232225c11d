// Does the client believe the right servers, and only those?

import Bytes
import Connection
import HTTP
import TestSupport
import Testing
import Time
import Upstream
import Wire

@Suite struct ClientTLSTests {
    /// Asks a server that shows a certificate for `names`, with a client that trusts `trust` of that certificate.
    private static func ask(
        as host: String,
        names: [String],
        trusting: Bool = true
    ) async throws -> Result<String, ClientError> {
        let certificate = try Certificate(for: names)
        let entry = TLSCertificate(
            names: names,
            certificatePath: certificate.certificatePath,
            keyPath: certificate.keyPath
        )
        let serverContext = try TLSContext(certificates: [entry])
        let clientContext = try TLSClientContext(trust: trusting ? .file(certificate.certificatePath) : .system)
        let loop = try LoopExecutor.start(name: "tls")
        defer { loop.stop() }
        return try await Task(executorPreference: loop) {
            let server = try LocalServer(on: loop, address: .ip(.loopback4, port: 0), tls: serverContext) { request in
                .text(.ok, "\(request.method) \(request.body.count)")
            }
            try await server.start()
            let client = Client(on: loop, tls: clientContext)
            let url = ClientURL("https://\(host):\(server.address.port ?? 0)/")!
            let request = ClientRequest(
                .put,
                url,
                body: Array(repeating: 7, count: 500_000),
                address: server.address
            )
            let result: Result<String, ClientError>
            do throws(ClientError) {
                _ = try await client.send(request, timeout: .seconds(10))
                // Once more over the kept connection.
                result = .success(try await client.send(request, timeout: .seconds(10)).text)
            } catch {
                result = .failure(error)
            }
            await client.close()
            await server.stop()
            return result
        }.value
    }

    @Test func `a server with the right name and a trusted certificate is believed`() async throws {
        #expect(try await Self.ask(as: "localhost", names: ["localhost", "127.0.0.1"]) == .success("put 500000"))
        #expect(try await Self.ask(as: "127.0.0.1", names: ["localhost", "127.0.0.1"]) == .success("put 500000"))
    }

    @Test(arguments: [("other.test", true), ("localhost", false)])
    func `a wrong name or an unknown authority is not`(host: String, trusting: Bool) async throws {
        let result = try await Self.ask(as: host, names: ["localhost", "127.0.0.1"], trusting: trusting)
        guard case .failure(.connect(.handshake)) = result else {
            Issue.record("got \(result)")
            return
        }
    }

    @Test func `a server that speaks plain is no TLS server`() async throws {
        let loop = try LoopExecutor.start(name: "plain")
        defer { loop.stop() }
        let failed = try await Task(executorPreference: loop) {
            let server = try LocalServer(on: loop, address: .ip(.loopback4, port: 0)) { _ in .text(.ok, "x") }
            try await server.start()
            let client = Client(on: loop, tls: try TLSClientContext(trust: .anyone))
            let url = ClientURL("https://\(server.address)/")!
            var failed = false
            do throws(ClientError) {
                _ = try await client.send(.get, url, timeout: .seconds(5))
            } catch {
                if case .connect(.handshake) = error { failed = true }
            }
            await server.stop()
            return failed
        }.value
        #expect(failed)
    }
}
