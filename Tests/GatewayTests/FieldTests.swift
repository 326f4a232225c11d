// What does an upstream hear about the client, and what does a stranger get to say?

import TestSupport
import Testing

@Suite struct FieldTests {
    private static let trusting = "overrides { trust 127.0.0.0/8 }"

    @Test func `hop-by-hop fields end at the gateway, also those that Connection names`() throws {
        let origin = try Origin(
            .answer(
                "x",
                fields: [
                    "Connection: X-Private", "X-Private: 1", "Keep-Alive: timeout=5", "Upgrade: h2c", "X-Public: 2",
                ]
            )
        )
        let gateway = try TestGateway(to: origin)

        let answer = try gateway.connect().get(
            "/",
            fields: [
                "Connection: keep-alive, X-Secret", "X-Secret: 1", "Keep-Alive: timeout=5", "Proxy-Connection: close",
                "Proxy-Authorization: Basic eDp5", "Upgrade: websocket", "TE: gzip", "X-Kept: yes",
            ]
        )

        let seen = try origin.request().fields
        for name in ["X-Secret", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "Upgrade"] {
            #expect(seen[name] == nil, "\(name) reached the origin")
        }
        #expect(seen["TE"] == nil || seen["TE"] == "trailers")
        #expect(seen["X-Kept"] == "yes")
        for name in ["X-Private", "Keep-Alive", "Upgrade"] {
            #expect(answer.fields[name] == nil, "\(name) reached the client")
        }
        #expect(answer.fields["X-Public"] == "2")
    }

    @Test func `Connection cannot name away what the gateway relies on`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.get(
            "/",
            fields: ["Connection: Host, X-Forwarded-For, Content-Length", "X-Real: 1"]
        )
        #expect(answer.status == 200)
        let seen = try origin.request().fields
        #expect(seen["Host"] == "localhost")
        #expect(seen["X-Forwarded-For"] == "127.0.0.1")
    }

    @Test func `a stranger does not describe itself`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin)
        _ = try gateway.get(
            "/",
            host: "shop.test",
            fields: [
                "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.test",
                "Forwarded: for=203.0.113.7;proto=https", "X-Real-IP: 203.0.113.7", "X-Forwarded-Client-Cert: Hash=1",
            ]
        )
        let seen = try origin.request().fields
        #expect(seen.all("X-Forwarded-For") == ["127.0.0.1"])
        #expect(seen.all("X-Forwarded-Proto") == ["http"])
        #expect(seen.all("X-Forwarded-Host") == ["shop.test"])
        #expect(seen.all("Forwarded") == ["for=127.0.0.1;host=\"shop.test\";proto=http"])
        #expect(seen["X-Real-IP"] == nil)
        #expect(seen["X-Forwarded-Client-Cert"] == nil)
    }

    @Test func `a trusted proxy is believed and continued`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: Self.trusting)
        _ = try gateway.get(
            "/",
            host: "shop.test",
            fields: [
                "X-Forwarded-For: 203.0.113.7", "X-Forwarded-For: 10.0.0.1", "X-Forwarded-Proto: https",
                "X-Forwarded-Host: front.test", "Forwarded: for=203.0.113.7",
            ]
        )
        let seen = try origin.request().fields
        #expect(seen.all("X-Forwarded-For") == ["203.0.113.7, 10.0.0.1, 127.0.0.1"])
        #expect(seen["X-Forwarded-Proto"] == "https")
        #expect(seen["X-Forwarded-Host"] == "front.test")
        #expect(seen["Forwarded"] == "for=203.0.113.7, for=127.0.0.1;host=\"shop.test\";proto=http")
    }

    @Test func `a client from outside the trusted ranges is a stranger`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "overrides { trust 10.0.0.0/8 192.168.0.0/16 }")
        _ = try gateway.get("/", fields: ["X-Forwarded-For: 203.0.113.7"])
        #expect(try origin.request().fields.all("X-Forwarded-For") == ["127.0.0.1"])
    }

    @Test func `Via is written on both ways and keeps what was there`() throws {
        let origin = try Origin(.answer("x", fields: ["Via: 1.1 inner"]))
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.get("/", fields: ["Via: 1.0 outer"])
        #expect(try origin.request().fields.all("Via").joined(separator: ", ") == "1.0 outer, 1.1 headgate")
        #expect(answer.fields.all("Via").joined(separator: ", ") == "1.1 inner, 1.1 headgate")
    }

    @Test(arguments: [
        "l5d-dtab: /svc => /evil", "l5d-ctx-dtab: /svc => /evil", "l5d-sample: 1.0", "l5d-ctx-trace: AAAA",
        "l5d-ctx-deadline: 1 2", "l5d-dst-service: /evil", "dtab-local: /svc=>/evil", "baggage: a=b",
        "x-envoy-force-trace: 1", "jaeger-debug-id: 1", "uberctx-a: b", "ot-baggage-a: b", "uber-trace-id: 1:1:0:1",
        "grpc-trace-bin: AAAA", "tracestate: a=b",
    ])
    func `a stranger's steering field never reaches an upstream`(line: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 0 }")
        #expect(try gateway.get("/", fields: [line]).status == 200)
        let name = String(line.prefix { $0 != ":" })
        let value = line.dropFirst(name.count + 2)
        #expect(try origin.request().fields.all(name).allSatisfy { !$0.contains(value) })
    }

    @Test func `repeated fields and their order are kept`() throws {
        let origin = try Origin(.answer("x", fields: ["Set-Cookie: a=1", "Set-Cookie: b=2", "X-Case: KeepMe"]))
        let gateway = try TestGateway(to: origin)
        let answer = try gateway.get("/", fields: ["Accept: text/html", "X-Many: 1", "X-Many: 2", "Cookie: c=3"])
        #expect(answer.fields.all("Set-Cookie") == ["a=1", "b=2"])
        #expect(answer.fields["X-Case"] == "KeepMe")
        let seen = try origin.request().fields
        #expect(seen.all("X-Many") == ["1", "2"])
        #expect(seen["Cookie"] == "c=3")
    }
}
