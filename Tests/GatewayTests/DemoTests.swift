// Does the first minute work?

import Foundation
import TestSupport
import Testing

@Suite struct DemoTests {
    /// The demo's services, each a process of its own behind a gateway of the test's.
    private struct Demo {
        let gateway: TestGateway
        private let services: [ChildProcess]

        init() throws {
            let (hello, world) = (FreePorts.next(), FreePorts.next())
            let certificate = try Certificate.localhost
            gateway = try TestGateway(
                """
                trace { sample 100% }
                overrides { trust 127.0.0.0/8 }
                listen @tls {
                    tls { cert localhost \(certificate.paths) }
                    route /hello to 127.0.0.1:\(hello)
                }
                listen @http { route /world to 127.0.0.1:\(world) }
                """
            )
            let collector = "http://127.0.0.1:\(gateway.port("admin"))/api/v2/spans"
            services = try [
                Self.start("world", at: world, ["--collector", collector]),
                Self.start(
                    "hello",
                    at: hello,
                    ["--collector", collector, "--gateway", "http://127.0.0.1:\(gateway.port("http"))"]
                ),
            ]
        }

        private static func start(_ service: String, at port: UInt16, _ options: [String]) throws -> ChildProcess {
            let process = try ChildProcess(
                HeadgateBinary.path,
                ["demo", "--service", service, "--listen", "127.0.0.1:\(port)"] + options
            )
            try eventually("\(service) to listen") { (try? TestClient(port: port)) != nil }
            return process
        }
    }

    @Test func `one request over TLS is one trace with the gateway's and both services' spans`() throws {
        let demo = try Demo()
        let run = try Curl("https://localhost:\(demo.gateway.port("tls"))/hello", trusting: try .localhost)
        #expect(run.status == 200, "\(run)")
        #expect(run.output.contains("Hello world"))

        var spans: [SeenSpan] = []
        try eventually("the whole trace") {
            let answer = try demo.gateway.admin("/api/v2/traces?limit=10")
            let traces = try JSONDecoder().decode([[SeenSpan]].self, from: Data(answer.body))
            spans = traces.max { $0.count < $1.count } ?? []
            return spans.count >= 7
        }
        // gateway SERVER > CLIENT > hello SERVER > CLIENT > gateway SERVER > CLIENT > world SERVER
        #expect(Set(spans.map(\.traceId)).count == 1)
        var chain: [String] = []
        var parent: String? = nil
        while let next = spans.first(where: { $0.parentId == parent && !chain.contains($0.id) }) {
            chain.append(next.id)
            parent = next.id
        }
        let story = chain.compactMap { id in spans.first { $0.id == id } }
            .map { "\($0.localEndpoint?.serviceName ?? "?") \($0.kind ?? "?")" }
        #expect(
            story == [
                "headgate SERVER", "headgate CLIENT", "hello SERVER", "hello CLIENT", "headgate SERVER",
                "headgate CLIENT", "world SERVER",
            ]
        )
    }

    @Test func `headgate traces right behind a request draws all of it`() throws {
        let demo = try Demo()
        let admin = "127.0.0.1:\(demo.gateway.port("admin"))"
        for _ in 1...5 {
            let answer = try Curl("https://localhost:\(demo.gateway.port("tls"))/hello", trusting: try .localhost)
            #expect(answer.status == 200, "\(answer)")
            let run = try HeadgateBinary.run("traces", "--limit", "1", "--admin", admin)
            #expect(run.exit == .code(0) && run.output.contains("7 spans"), "\(run)")
        }
    }

    @Test func `forced and hidden requests are what the guide promises`() throws {
        let demo = try Demo()
        let client = try demo.gateway.connect()
        #expect(try client.get("/world", fields: ["l5d-sample: 0"]).status == 200)
        #expect(try client.get("/world", fields: ["l5d-sample: 1"]).status == 200)
        try eventually("the forced trace") {
            let text = try demo.gateway.admin("/api/v2/traces").text
            return text.contains("forced")
        }
        #expect(try !demo.gateway.admin("/api/v2/traces").text.contains("hidden"))
    }

    @Test(arguments: ["gateway.conf", "Docker/gateway.conf"])
    func `the configurations of the project are sound`(name: String) throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
        let folder = try TemporaryDirectory()
        let text = try String(contentsOfFile: root + "/" + name, encoding: .utf8)
        let file = try folder.write(text, to: "gateway.conf")
        // As `make run` does before it starts.
        #expect(try Command(root + "/.ci/certificate", [folder.file("dev")]).exit == .code(0))
        let check = try HeadgateBinary.run("check", "-c", file)
        #expect(check.exit == .code(0), "\(check)")
        let layout = try HeadgateBinary.run("fmt", "--check", "-c", file)
        #expect(layout.exit == .code(0), "\(layout)")
    }
}
