// Does a request come to the origin that its route names, and the answer back?

import TestSupport
import Testing

@Suite struct ForwardingTests {
    @Test func `a request reaches the origin and its answer comes back`() throws {
        let origin = try Origin(.answer("hello", fields: ["X-From: origin"]))
        let gateway = try TestGateway(to: origin)

        let answer = try gateway.get("/greeting?to=you")

        #expect(answer.status == 200)
        #expect(answer.text == "hello")
        #expect(answer.fields["X-From"] == "origin")
        #expect(try origin.request().target == "/greeting?to=you")
        #expect(try origin.request().fields["Host"] == "localhost")
    }

    @Test func `a body goes up and comes back byte for byte`() throws {
        let origin = try Origin(.echo)
        let gateway = try TestGateway(to: origin)
        let body = String(repeating: "0123456789abcdef", count: 20_000)

        let answer = try gateway.connect().ask(
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        )

        #expect(answer.text == body)
        #expect(try origin.wholeRequest().fields["Content-Length"] == "\(body.utf8.count)")
    }

    @Test(arguments: [
        ("shop.example.com", "exact"), ("SHOP.example.com:8080", "exact"), ("a.example.com", "suffix"),
        ("a.b.example.com", "suffix"), ("example.com", "any"), ("elsewhere.test", "any"),
    ])
    func `the longest host wins, exact before wildcard before any`(host: String, expected: String) throws {
        let origins = try ["exact", "suffix", "any"].map { try Origin(.answer($0)) }
        let gateway = try TestGateway(
            """
            listen @http {
                host * { route /* to \(origins[2].address) }
                host *.example.com { route /* to \(origins[1].address) }
                host shop.example.com { route /* to \(origins[0].address) }
            }
            """
        )
        #expect(try gateway.get("/", host: host).text == expected)
    }

    @Test(arguments: [
        ("/exact", "exact"), ("/exact/", "rest"), ("/pre/fix", "prefix"), ("/pre/", "prefix"), ("/pre", "rest"),
        ("/prefixed", "rest"), ("/", "rest"), ("/exact?x=/pre/", "exact"),
    ])
    func `the first route that fits takes the request`(target: String, expected: String) throws {
        let origins = try ["exact", "prefix", "rest"].map { try Origin(.answer($0)) }
        let gateway = try TestGateway(
            """
            listen @http {
                route /exact to \(origins[0].address)
                route /pre/* to \(origins[1].address)
                route /* to \(origins[2].address)
            }
            """
        )
        #expect(try gateway.get(target).text == expected)
    }

    @Test func `method, header and query decide when the path does not`() throws {
        let origins = try ["method", "header", "query", "rest"].map { try Origin(.answer($0)) }
        let gateway = try TestGateway(
            """
            listen @http {
                route /* to \(origins[0].address) { match method DELETE }
                route /* to \(origins[1].address) { match header X-Beta yes }
                route /* to \(origins[2].address) { match query version 2 }
                route /* to \(origins[3].address)
            }
            """
        )
        let client = try gateway.connect()
        #expect(try client.ask("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n").text == "method")
        #expect(try client.get("/", fields: ["X-Beta: yes"]).text == "header")
        #expect(try client.get("/", fields: ["X-Beta: no"]).text == "rest")
        #expect(try client.get("/?a=1&version=2").text == "query")
        #expect(try client.get("/?version=3").text == "rest")
    }

    @Test func `what no route takes is answered with 404`() throws {
        let origin = try Origin()
        let gateway = try TestGateway("listen @http { host a.test { route /a/* to \(origin.address) } }")
        let client = try gateway.connect()

        #expect(try client.get("/a/b", host: "a.test").status == 200)
        #expect(try client.get("/b", host: "a.test").status == 404)
        let lost = try client.get("/a/b", host: "b.test")

        #expect(lost.status == 404)
        #expect(lost.fields["l5d-err"] != nil)
        #expect(origin.requests.count == 1)
    }

    @Test func `a host without a fitting route does not fall through to another host`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            listen @http {
                host a.test { route /only to \(origin.address) }
                host * { route /* to \(origin.address) }
            }
            """
        )
        #expect(try gateway.get("/other", host: "a.test").status == 404)
        #expect(origin.requests.isEmpty)
    }

    @Test func `several addresses share the work`() throws {
        let origins = try ["one", "two"].map { try Origin(.answer($0)) }
        let gateway = try TestGateway("listen @http { route /* to \(origins[0].address) \(origins[1].address) }")
        let client = try gateway.connect()

        let answers = try Set((0..<60).map { _ in try client.get("/").text })

        #expect(answers == ["one", "two"])
    }

    @Test func `a name is bound through the dtab`() throws {
        let origins = try ["v1", "v2"].map { try Origin(.answer($0)) }
        let gateway = try TestGateway(
            """
            dtab {
                /svc/web    => /$/inet/127.0.0.1/\(origins[0].port)
                /srv        => /$/inet/127.0.0.1
                /svc/direct => /srv/\(origins[1].port)
            }
            listen @http {
                route /web/* to /svc/web
                route /direct/* to /svc/direct
            }
            """
        )
        #expect(try gateway.get("/web/").text == "v1")
        #expect(try gateway.get("/direct/").text == "v2")
    }

    @Test func `an alternative takes over when the first leads nowhere`() throws {
        let origin = try Origin(.answer("second"))
        let gateway = try TestGateway(
            """
            dtab { /svc/web => /nowhere | /$/inet/127.0.0.1/\(origin.port) }
            listen @http { route /* to /svc/web }
            """
        )
        #expect(try gateway.get("/").text == "second")
    }

    @Test func `a name that is bound to nothing stops the start and is named`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write(
            """
            admin off
            dtab { /svc/web => /$/fail }
            listen 127.0.0.1:\(FreePorts.next()) { route /* to /svc/web }
            """,
            to: "gateway.conf"
        )
        let run = try HeadgateBinary.run("run", "-c", file)
        #expect(run.exit == .code(1), "\(run)")
        #expect((run.output + run.errors).contains("/svc/web"), "\(run)")
    }

    @Test func `an origin behind a unix socket is reached`() throws {
        let folder = try TemporaryDirectory()
        let path = folder.file("app.sock")
        let origin = try Origin(.answer("from a socket"), unixPath: path)
        let gateway = try TestGateway("listen @http { route /* to unix:\(path) }")
        #expect(try gateway.get("/").text == "from a socket")
        #expect(origin.requests.count == 1)
    }

    @Test func `a route can answer by itself`() throws {
        let gateway = try TestGateway(
            """
            listen @http {
                route /closed { respond 403 "not here" }
                route /old to 127.0.0.1:9 { match method NEVER }
                redirect 301 https://new.test/landing
            }
            """
        )
        let closed = try gateway.get("/closed")
        #expect(closed.status == 403)
        #expect(closed.text.contains("not here"))
        let moved = try gateway.get("/anything")
        #expect(moved.status == 301)
        #expect(moved.fields["Location"]?.hasPrefix("https://new.test/landing") == true)
    }

    @Test func `plain text is sent to https, path and query kept`() throws {
        let gateway = try TestGateway("listen @http { redirect https }")
        let answer = try gateway.get("/a/b?c=d", host: "shop.test")
        #expect(answer.status == 308)
        #expect(answer.fields["Location"] == "https://shop.test/a/b?c=d")
    }

    @Test func `a thousand routes lead where one leads`() throws {
        let origin = try Origin(.echo)
        let lines = (0..<1_000).map { "host h\($0).test { route /p\($0)/* to \(origin.address) }" }
        let gateway = try TestGateway("listen @http {\n\(lines.joined(separator: "\n"))\n}")
        let client = try gateway.connect()
        #expect(try client.get("/p0/", host: "h0.test").status == 200)
        #expect(try client.get("/p999/", host: "h999.test").status == 200)
        #expect(try client.get("/p1/", host: "h999.test").status == 404)
    }
}
