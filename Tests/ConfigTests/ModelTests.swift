// Does what is written arrive in the model?

import Bytes
import Routing
import Telemetry
import Testing

@testable import Config

@Suite struct ModelTests {
    @Test func `settings flow inwards and the innermost wins`() throws {
        let config = try config(
            """
            trace { sample 1% }
            limits { body 10MiB; head 16KiB }
            listen :8080 {
                sample 2%
                timeout 9s
                limits { body 5MiB }
                host a.example {
                    sample 3%
                    retries 0
                    route /own to 127.0.0.1:1 sample 4% { limits { body 1MiB } }
                    route /host to 127.0.0.1:1
                }
                route /listen to 127.0.0.1:1
            }
            listen :8081 { route /file to 127.0.0.1:1 }
            """
        )
        let rates = try ["4%", "3%", "2%", "1%"].map { try SampleRate(text: $0) }
        #expect(config.routes.map(\.sample) == rates)
        #expect(config.routes.map { $0.sampleOrigin?.line } == [10, 8, 4, 1])
        #expect(config.routes.map(\.timeout) == [.seconds(9), .seconds(9), .seconds(9), nil])
        #expect(config.routes.map(\.retries) == [0, 0, nil, nil])
        #expect(config.routes.map(\.limits.bodyBytes) == [1 << 20, 5 << 20, 5 << 20, 10 << 20])
        #expect(config.routes.map(\.limits.headBytes) == [16384, 16384, 16384, 16384])
        #expect(config.listeners.map(\.sample) == [rates[2], rates[3]])
    }

    @Test func `routes are numbered in file order and each has a name of its own`() throws {
        let config = try config(
            """
            listen :80 {
                host a.example *.a.example {
                    route /x match method GET to 127.0.0.1:1
                    route /x to 127.0.0.1:1
                }
                route /* to 127.0.0.1:1
            }
            listen :81 {
                route /* to 127.0.0.1:1
            }
            """
        )
        #expect(config.routes.map(\.index) == [0, 1, 2, 3])
        #expect(config.routes.map(\.name) == ["a.example/x", "a.example/x@:80", "*/*", "*/*@:81"])
    }

    @Test(arguments: [
        ("127.0.0.1:8081", "127.0.0.1:8081", Scheme.http), ("[::1]:8081", "[::1]:8081", .http),
        ("hello:80", "hello:80", .http),
        ("http://Hello", "hello:80", .http), ("https://10.0.0.5", "https://10.0.0.5:443", .https),
        ("https://app.internal:8443", "https://app.internal:8443", .https),
        ("unix:/run/a.sock", "unix:/run/a.sock", .http),
    ])
    func `a destination is an address in one of its forms`(written: String, shown: String, scheme: Scheme) throws {
        let config = try config(withRoute("route /* to \(written)"))
        guard case .to(.addresses(let addresses)) = config.routes[0].action else {
            Issue.record("not an address")
            return
        }
        #expect(addresses.map(\.description) == [shown])
        #expect(addresses.map(\.scheme) == [scheme])
    }

    @Test func `a route may lead to several addresses`() throws {
        let config = try config(withRoute("route /* to 127.0.0.1:1 127.0.0.1:2 sample 0"))
        guard case .to(.addresses(let addresses)) = config.routes[0].action else {
            Issue.record("not addresses")
            return
        }
        #expect(addresses.count == 2)
        #expect(config.routes[0].sample == .never)
    }

    @Test func `a route may lead to a name that the dtab binds`() throws {
        let config = try config("dtab {\n    /svc => /$/inet/127.0.0.1/81\n}\n" + withRoute("route /* to /svc/web"))
        #expect(config.routes[0].serviceName == "/svc/web")
        #expect(config.dtab.entries.count == 1)
    }

    @Test func `entries of several dtab blocks follow each other`() throws {
        let text = "dtab { /a => /b ; /c => /d }\ndtab {\n/e => /f\n/g => /h | \n /i\n}\n" + withRoute("respond 404")
        #expect(try config(text).dtab.description == "/a=>/b;/c=>/d;/e=>/f;/g=>/h | /i")
    }

    @Test(arguments: [
        ("redirect https", "308 https"), ("redirect 301 https", "301 https"),
        ("redirect 302 https://b.example/x", "302 https://b.example/x"),
        ("redirect /login", "308 /login"), ("respond 403", "403 "), ("respond 404 \"not here\"", "404 not here"),
    ])
    func `some routes are answered here`(written: String, shown: String) throws {
        let action = try config(withRoute("route /* \(written)")).routes[0].action
        let text: String =
            switch action {
            case .redirect(let status, .https): "\(status) https"
            case .redirect(let status, .location(let url)): "\(status) \(url)"
            case .respond(let status, let text): "\(status) \(text)"
            case .to: "to"
            }
        #expect(text == shown)
    }

    @Test func `a listener's redirect takes what no route takes, in every host`() throws {
        let config = try config(
            """
            listen :80 {
                redirect https
                host a.example { route /.well-known/* to 127.0.0.1:1 }
                host b.example { route /* to 127.0.0.1:1 }
            }
            """
        )
        #expect(config.listeners[0].redirectHTTPS)
        #expect(config.routes.map(\.name) == ["a.example/.well-known/*", "a.example/*", "b.example/*", "*/*"])
    }

    @Test func `matchers stand on the line or in the block`() throws {
        let config = try config(
            withRoute("route /x match method GET HEAD match query debug to 127.0.0.1:1 { match header X-Beta yes }")
        )
        #expect(
            config.routes[0].matchers == [
                .methods(["GET", "HEAD"]), .query(name: "debug", value: nil), .header(name: "X-Beta", value: "yes"),
            ]
        )
    }

    @Test func `a trace id may be returned to trusted clients, from the line as well`() throws {
        let config = try config(withRoute("route /x to 127.0.0.1:1 return-trace-id X-Trace-Id to trusted sample 0"))
        #expect(config.routes[0].returnTraceID == ReturnTraceID(header: "X-Trace-Id", onlyTrusted: true))
    }

    @Test func `a quoted word is never a setting`() throws {
        let config = try config(withRoute("route /x respond 200 \"sample\""))
        guard case .respond(200, "sample") = config.routes[0].action else {
            Issue.record("not the text")
            return
        }
    }

    @Test func `certificates name their files beside the file that names them`() throws {
        let text = "include etc/tls.conf\n"
        let inside =
            "listen :443 {\n    tls {\n        cert a.example *.a.example a.pem /abs/a.key\n        cert b.pem b.key\n    }\n    respond 404\n}"
        let files = ["etc/tls.conf": inside, "etc/a.pem": "", "/abs/a.key": "", "etc/b.pem": "", "etc/b.key": ""]
        let certificates = try config(text, files: files).listeners[0].tls?.certificates ?? []
        #expect(certificates.map(\.certPath) == ["etc/a.pem", "etc/b.pem"])
        #expect(certificates.map(\.keyPath) == ["/abs/a.key", "etc/b.key"])
        #expect(certificates.map(\.names) == [[.exact("a.example"), .suffix(".a.example")], [.any]])
    }

    @Test func `the trace block is read whole`() throws {
        let tracing = try config(
            """
            trace {
                zipkin https://Z.example/api?x=1 {
                    queue 64MiB; batch 100 or 64KiB or 250ms; gzip on; timeout 2s; retry-for 0
                    tls { ca ca.pem; server-name z.internal; verify off }
                }
                zipkin http://[::1]:9411
                archive data/traces.db { size 1GiB; age 24h; intake 7/s }
                propagate w3c b3
                redact query except page sort
                service edge
            }
            listen :80 { respond 404 }
            """,
            files: ["ca.pem": ""]
        ).tracing
        let first = tracing.exporters[0]
        #expect(first.url.description == "https://z.example:443/api?x=1")
        #expect((first.queueBytes, first.batchCount, first.batchBytes) == (64 << 20, 100, 64 << 10))
        #expect((first.batchAge, first.timeout, first.retryFor) == (.milliseconds(250), .seconds(2), .zero))
        #expect(first.tls == UpstreamTLSConfig(caPath: "ca.pem", serverName: "z.internal", verify: false))
        #expect(tracing.exporters[1].url.description == "http://[::1]:9411/")
        #expect(
            tracing.archive
                == ArchiveConfig(
                    storage: .file("data/traces.db"),
                    bytes: 1 << 30,
                    age: .seconds(86_400),
                    intakePerSecond: 7
                )
        )
        #expect(tracing.propagate == [.w3c, .b3])
        #expect(tracing.redact.query == .except(["page", "sort"]))
        #expect(tracing.serviceName == "edge")
    }

    @Test func `overrides name who is trusted and for what`() throws {
        let overrides = try config(
            "overrides { trust 10.0.0.0/8 ::1; trust 192.0.2.7; allow dtab }\n" + withRoute("respond 404")
        ).overrides
        #expect(overrides.trusted.map(\.description) == ["10.0.0.0/8", "::1/128", "192.0.2.7/32"])
        #expect((overrides.allowSample, overrides.allowParent, overrides.allowDtab) == (false, false, true))
    }

    @Test(arguments: [
        ("listen :80", "[::]"), ("listen *:80", ":80"), ("listen [::1]:80", "[::1]:80"),
        ("listen localhost:80", "127.0.0.1:80"),
        ("listen unix:/run/h.sock", "unix:/run/h.sock"),
    ])
    func `a listener has an address in one of its forms`(written: String, shown: String) throws {
        let address = try config("\(written) { respond 404 }").listeners[0].address
        #expect(address.description == (shown == "[::]" ? ":80" : shown))
    }

    @Test func `variables are filled in from the environment`() throws {
        let text = "listen :${PORT:8080} { route /* to ${BACKEND} }\n"
        let outcome = load(text, environment: ["BACKEND": "127.0.0.1:9", "PORT": "81"])
        #expect(outcome.config?.listeners[0].address.description == ":81")
    }

    @Test func `included files stand where the include stood, in the order of their names`() throws {
        let text = "listen :80 {\n    include routes/*.conf\n    route /z to 127.0.0.1:1\n}\n"
        let files = [
            "routes/b.conf": "route /b to 127.0.0.1:1", "routes/a.conf": "include deep/x.inc",
            "routes/deep/x.inc": "route /a to 127.0.0.1:1",
            "routes/.hidden.conf": "nonsense", "routes/c.txt": "nonsense",
        ]
        #expect(try config(text, files: files).routes.map(\.name) == ["*/a", "*/b", "*/z"])
    }

    @Test func `a fault of an included file stands in that file`() {
        let outcome = load("include a.conf\n" + withRoute("respond 404"), files: ["a.conf": "\nworkers many"])
        #expect(outcome.diagnostics.map(\.place.description) == ["a.conf:2:9"])
        #expect(outcome.files.map(\.name) == ["gateway.conf", "a.conf"])
    }
}
