// What does the window show?

import TestSupport
import Testing

@Suite struct AdminWindowTests {
    @Test func `live and ready say yes`() throws {
        let gateway = try TestGateway(to: try Origin())
        #expect(try gateway.admin("/live").status == 200)
        #expect(try gateway.admin("/ready").status == 200)
    }

    @Test func `requests and their durations are counted by route`() throws {
        let origin = try Origin(
            OriginBehaviour { turn in
                try turn.readBody()
                try turn.answer(turn.request.target == "/a/bad" ? 500 : 200, "x")
                return .keepAlive
            }
        )
        let gateway = try TestGateway(
            """
            listen @http {
                host shop.test {
                    route /a/* to \(origin.address)
                    route /* to \(origin.address)
                }
            }
            """
        )
        let client = try gateway.connect()
        for target in ["/a/1", "/a/2", "/a/bad", "/b"] { _ = try client.get(target, host: "shop.test") }

        let name = "headgate_requests_total"
        try gateway.metrics("four requests") { $0.sum(name) == 4 }
        let metrics = try gateway.metrics()
        let routes = metrics.values(of: "route", in: name)
        let narrow = try #require(routes.first { $0.contains("/a/") })
        #expect(metrics.sum(name, ["route": narrow]) == 3)
        #expect(metrics.sum("headgate_request_duration_seconds_count", ["route": narrow]) == 3)
        #expect(metrics.sum("headgate_request_duration_seconds_sum", ["route": narrow]) > 0)
        #expect(metrics.sum("headgate_requests_in_flight") == 0)
        #expect(metrics.sum("headgate_upstream_attempts_total") == 4)
    }

    @Test func `what is under way is in flight`() throws {
        let gate = Gate()
        let origin = try Origin(.slow(gate))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        _ = try origin.request()
        try gateway.metrics("one request in flight") {
            $0.sum("headgate_requests_in_flight") == 1 && $0.sum("headgate_upstream_in_flight") == 1
        }
        gate.open()
        _ = try client.answer()
        try gateway.metrics("none in flight") {
            $0.sum("headgate_requests_in_flight") == 0 && $0.sum("headgate_upstream_in_flight") == 0
        }
    }

    @Test func `sampling decisions are counted by route, reason and verdict`() throws {
        let gateway = try TestGateway(
            to: try Origin(),
            settings: "sample 0",
            more: "overrides { trust 127.0.0.0/8 }"
        )
        let client = try gateway.connect()
        _ = try client.get("/")
        _ = try client.get("/", fields: ["l5d-sample: 1"])
        _ = try client.get("/", fields: ["l5d-sample: no"])
        _ = try client.get("/", fields: ["b3: 0"])

        let name = "headgate_sampling_decisions_total"
        let metrics = try gateway.metrics("four decisions") { $0.sum(name) == 4 }
        #expect(metrics.sum(name, ["reason": "never"]) == 2)
        #expect(metrics.sum(name, ["reason": "forced"]) == 1)
        #expect(metrics.sum(name, ["reason": "parent"]) == 1)
        #expect(metrics.sum("headgate_sampling_overrides_total", ["result": "unreadable"]) == 1)
        #expect(metrics.sum("headgate_sampling_overrides_total", ["result": "honoured"]) == 1)
    }

    @Test func `a stranger's attempts to steer are counted`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect()
        _ = try client.get("/", fields: ["l5d-sample: 1"])
        _ = try client.get("/", fields: ["b3: 1"])
        _ = try client.get("/", fields: ["l5d-dtab: /a=>/b"])
        try gateway.metrics("three refusals") {
            let name = "headgate_steering_refused_total"
            return $0.sum(name, ["field": "l5d-sample"]) == 1 && $0.sum(name, ["field": "b3"]) == 1
                && $0.sum(name, ["field": "l5d-dtab"]) == 1
        }
    }

    @Test func `malformed contexts are counted by format`() throws {
        let gateway = try TestGateway(to: try Origin(), more: "overrides { trust 127.0.0.0/8 }")
        _ = try gateway.get("/", fields: ["b3: nonsense"])
        _ = try gateway.get("/", fields: ["traceparent: nonsense"])
        try gateway.metrics("two malformed contexts") {
            let name = "headgate_trace_contexts_malformed_total"
            return $0.sum(name, ["format": "b3"]) == 1 && $0.sum(name, ["format": "w3c"]) == 1
        }
    }

    @Test func `TLS handshakes are counted by how they ended`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "listen @tls { tls { cert localhost \(try Certificate.localhost.paths) }  route /* to \(origin.address) }"
        )
        _ = try gateway.connectTLS().get("/")
        let stranger = try gateway.connect("tls")
        try stranger.send("not TLS at all, but long enough to be sure of it\r\n\r\n")
        _ = try stranger.waitForEnd()
        try gateway.metrics("two handshakes") {
            $0.sum("headgate_tls_handshakes_total", ["result": "full"]) == 1
                && $0.sum("headgate_tls_handshakes_total", ["result": "failed"]) == 1
        }
    }

    @Test func `connections are counted while they are open`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect()
        _ = try client.get("/")
        try gateway.metrics("one open connection") { $0.sum("headgate_connections_open") == 1 }
        client.close()
        try gateway.metrics("no open connection") { $0.sum("headgate_connections_open") == 0 }
    }

    @Test func `every metric has a help text and a type, each once`() throws {
        let gateway = try TestGateway(to: try Origin())
        _ = try gateway.get("/")
        let text = try gateway.metrics().description
        let types = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
        let helps = text.split(separator: "\n").filter { $0.hasPrefix("# HELP ") }
        #expect(Set(types.map { $0.split(separator: " ")[2] }).count == types.count)
        #expect(types.count == helps.count)
    }

    @Test func `routes and config are shown`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "listen @http { host shop.test { route /cart/* to \(origin.address) sample 50% } }"
        )
        let routes = try gateway.admin("/routes")
        #expect(routes.status == 200)
        #expect(routes.text.contains("shop.test") && routes.text.contains("/cart/*"))
        let config = try gateway.admin("/config")
        #expect(config.status == 200)
        #expect(config.text.contains("shop.test"))
    }

    @Test func `HEAD works, and what is only to be read refuses POST`() throws {
        let gateway = try TestGateway(to: try Origin())
        let client = try gateway.connect("admin")
        #expect(try client.ask(TestClient.head("HEAD", "/ready")).status == 200)
        let answer = try client.ask("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        #expect(answer.status == 405)
    }

    @Test func `admin off leaves only the service`() throws {
        // Readiness cannot be asked for here; the listener is what shows it.
        let origin = try Origin()
        let folder = try TemporaryDirectory()
        let port = FreePorts.next()
        let file = try folder.write(
            "admin off\nworkers 1\nlisten 127.0.0.1:\(port) { route /* to \(origin.address) }",
            to: "gateway.conf"
        )
        let process = try ChildProcess(HeadgateBinary.path, ["run", "-c", file])
        defer { process.kill() }
        try eventually("the listener") { (try? TestClient(port: port).get("/").status) == 200 }
    }
}
