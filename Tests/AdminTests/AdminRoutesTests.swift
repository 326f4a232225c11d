// Does every endpoint say what it should, as a function?

import Archive
import Collector
import Connection
import HTTP
import Telemetry
import Testing

@testable import Admin

@Suite struct AdminRoutesTests {
    @Test(arguments: [(.starting, 503), (.ready, 200), (.draining, 503)] as [(AdminReadiness, UInt16)])
    func `ready follows the gateway, live does not`(readiness: AdminReadiness, status: UInt16) async throws {
        let window = try AdminFixture(readiness: readiness)
        let ready = await window.get("/ready")
        #expect(ready.status.rawValue == status && ready.text == "\(readiness)\n")
        #expect(await window.get("/live").status == .ok)
        #expect(await window.get("/health").status.rawValue == status)
    }

    @Test func `the index lists every endpoint`() async throws {
        let text = await (try AdminFixture()).get("/").text
        for entry in AdminRoutes.table { #expect(text.contains(entry.path)) }
    }

    @Test func `metrics and config come as they are`() async throws {
        let window = try AdminFixture()
        let metrics = await window.get("/metrics")
        #expect(metrics.text == "headgate_up 1\n" && metrics.header("content-type") == "text/plain; version=0.0.4")
        #expect(await window.get("/config").text == "listen :80 { }\n")
    }

    private static let rows = [
        AdminRouteRow(listener: "@https", host: "shop.example.com", path: "/cart/*", destination: "127.0.0.1:8081"),
        AdminRouteRow(listener: "@https", host: "*", path: "/*", destination: "/svc/web", sample: "25%"),
    ]

    @Test func `routes are a table for eyes`() async throws {
        let text = await (try AdminFixture(routes: Self.rows)).get("/routes").text
        #expect(
            text == """
                LISTENER  HOST              PATH     TO              SAMPLE
                @https    shop.example.com  /cart/*  127.0.0.1:8081
                @https    *                 /*       /svc/web        25%

                """
        )
    }

    @Test func `routes are JSON for who asks`() async throws {
        let window = try AdminFixture(routes: Self.rows)
        let asked = await window.get("/routes?format=json")
        let accepted = await window.get("/routes", headers: [("accept", "application/json, */*")])
        #expect(asked.body == accepted.body && asked.header("Content-Type") == "application/json")
        #expect(
            asked.text.hasPrefix(
                #"[{"listener":"@https","host":"shop.example.com","path":"/cart/*","match":"","to":"127.0.0.1:8081""#
            )
        )
        #expect(await window.get("/routes?format=text", headers: [("accept", "application/json")]).body != asked.body)
    }

    @Test(
        arguments: [
            ("/nothing", HTTP.Method.get, 404), ("/api/v2/trace/a/b", .get, 404), ("/zipkin/ready", .get, 404),
            ("/metrics", .post, 405), ("/api/v2/spans", .delete, 405), ("/api/v2/spans", .trace, 405),
            ("/nothing", .trace, 405), ("/ready", .head, 200), ("/zipkin/api/v2/services", .get, 200),
        ] as [(String, HTTP.Method, UInt16)]
    )
    func `a wrong path is 404 and a wrong method 405`(path: String, method: HTTP.Method, status: UInt16) async throws {
        let response = await (try AdminFixture()).ask(method, path)
        #expect(response.status.rawValue == status)
        if status == 405 { #expect(response.header("Allow") != nil) }
    }
}

@Suite struct TracesAPITests {
    @Test func `spans that are sent can be found in every way`() async throws {
        let window = try AdminFixture()
        let body = ZipkinJSON.encode(AdminFixture.spans())
        let taken = await window.ask(.post, "/api/v2/spans", body: body)
        #expect(taken.status == .accepted && taken.body.isEmpty)

        #expect(await window.get("/api/v2/services").text == #"["shop","stock"]"#)
        #expect(await window.get("/api/v2/spans?serviceName=shop").text == #"["get /items"]"#)
        #expect(await window.get("/api/v2/remoteServices?serviceName=shop").text == #"["stock"]"#)
        #expect(await window.get("/api/v2/trace/000000000000000a").body == body)
        #expect(await window.get("/api/v2/trace/a").body == body)
        #expect(await window.get("/api/v2/traces").body == Array("[".utf8) + body + Array("]".utf8))
        #expect(await window.get("/api/v2/traces?serviceName=shop&spanName=get+%2Fitems&minDuration=1000").text != "[]")
        #expect(await window.get("/api/v2/traces?serviceName=nobody").text == "[]")
        let end = AdminFixture.now
        #expect(
            await window.get("/api/v2/dependencies?endTs=\(end)").text
                == #"[{"parent":"shop","child":"stock","callCount":1}]"#
        )
        #expect(await window.get("/zipkin/api/v2/trace/a").body == body)
    }

    @Test func `errors are counted in links only when there are any`() async throws {
        let window = try AdminFixture()
        try window.store.keep(AdminFixture.spans(error: true), unixMicroseconds: AdminFixture.now * 1000)
        let text = await window.get("/api/v2/dependencies?endTs=\(AdminFixture.now)&lookback=60000").text
        #expect(text == #"[{"parent":"shop","child":"stock","callCount":1,"errorCount":1}]"#)
    }

    @Test func `several traces are asked for at once, and unknown ones are missing`() async throws {
        let window = try AdminFixture()
        for trace in [0xA, 0xB] as [UInt64] {
            try window.store.keep(AdminFixture.spans(trace: trace), unixMicroseconds: AdminFixture.now * 1000)
        }
        let both = AdminFixture.spans(trace: 0xA), other = AdminFixture.spans(trace: 0xB)
        let expected =
            "[" + String(decoding: ZipkinJSON.encode(both), as: UTF8.self) + ","
            + String(decoding: ZipkinJSON.encode(other), as: UTF8.self) + "]"
        #expect(await window.get("/api/v2/traceMany?traceIds=a,b,c").text == expected)
    }

    @Test(arguments: [
        ("/api/v2/spans", "the parameter serviceName is missing"),
        ("/api/v2/remoteServices", "the parameter serviceName is missing"),
        ("/api/v2/autocompleteValues", "the parameter key is missing"),
        ("/api/v2/dependencies", "the parameter endTs is missing"),
        ("/api/v2/dependencies?endTs=x", "endTs is not a whole number: x"),
        ("/api/v2/dependencies?endTs=0", "endTs <= 0"),
        ("/api/v2/dependencies?endTs=5&lookback=0", "lookback <= 0"),
        ("/api/v2/traces?limit=0", "limit <= 0"),
        ("/api/v2/traces?limit=ten", "limit is not a whole number: ten"),
        ("/api/v2/traces?minDuration=9&maxDuration=8", "maxDuration < minDuration"),
        ("/api/v2/trace/xyz", "xyz should be lower-hex encoded with no prefix"),
        ("/api/v2/trace/", "traceId is empty"),
        ("/api/v2/traceMany", "traceIds parameter is empty"),
        ("/api/v2/traceMany?traceIds=a,0a", "redundant traceId: 0a"),
        ("/api/v2/traceMany?traceIds=a,", "traceId is empty"),
        ("/api/v2/traceMany?traceIds=a", "for a single trace, ask /api/v2/trace/{traceId}"),
    ])
    func `a bad question is told what is wrong with it`(target: String, reason: String) async throws {
        let response = await (try AdminFixture()).get(target)
        #expect(response.status == .badRequest && response.text == reason)
        #expect(response.header("Content-Type")?.hasPrefix("text/plain") == true)
    }

    @Test func `a long list of services may be cached, a short one not`() async throws {
        let window = try AdminFixture()
        #expect(await window.get("/api/v2/services").header("Cache-Control") == nil)
        for (index, name) in ["a", "b", "c", "d"].enumerated() {
            let span = ZipkinSpan(
                traceID: TraceID(high: 0, low: UInt64(index + 1)),
                id: SpanID(1),
                localEndpoint: ZipkinEndpoint(serviceName: name, address: nil, port: 0)
            )
            try window.store.keep([span], unixMicroseconds: AdminFixture.now * 1000)
        }
        #expect(await window.get("/api/v2/services").header("Cache-Control") == "max-age=300, must-revalidate")
    }

    @Test(arguments: ["/api/v2/trace/a", "/api/v2/traces", "/zipkin/api/v2/services"])
    func `what is still on its way is waited for`(target: String) async throws {
        let response = await (try AdminFixture(onItsWay: AdminFixture.spans())).get(target)
        #expect(response.status == .ok && response.text.contains("shop"))
    }

    @Test(arguments: ["/api/v2/services", "/api/v2/traces", "/api/v2/trace/a", "/api/v2/dependencies?endTs=1"])
    func `without an archive the questions lead nowhere`(target: String) async throws {
        #expect(await (try AdminFixture(hasArchive: false)).get(target).status == .notFound)
    }
}

@Suite struct SpansAPITests {
    private func post(_ body: String, headers: [LocalRequest.Pair] = []) async throws -> LocalResponse {
        await (try AdminFixture()).ask(.post, "/api/v2/spans", headers: headers, body: Array(body.utf8))
    }

    @Test(arguments: ["", "[]", "  [ ] "])
    func `no spans are fine`(body: String) async throws {
        #expect(try await post(body).status == .accepted)
    }

    @Test(arguments: [
        "{}", "hello", "[{\"id\":\"1\"}]", "[{\"traceId\":\"zz\",\"id\":\"1\"}]", "[{\"binaryAnnotations\":[]}]",
    ])
    func `what is no list of spans is refused`(body: String) async throws {
        let response = try await post(body)
        #expect(response.status == .badRequest && !response.body.isEmpty)
    }

    @Test func `gzip is read, and what only says so is not`() async throws {
        // zlib 1.2.13's form of `[]`.
        let empty: [UInt8] = [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x8B, 0x8E, 5, 0, 0x29, 0xBB, 0x4C, 0x0D, 2, 0, 0, 0,
        ]
        let window = try AdminFixture()
        let headers = [("Content-Encoding", "gzip")]
        #expect(await window.ask(.post, "/api/v2/spans", headers: headers, body: empty).status == .accepted)
        let refused = try await post("[]", headers: headers)
        #expect(refused.status == .badRequest && refused.text == "Cannot gunzip spans")
    }

    @Test func `formats that are not read yet are told so`() async throws {
        let types = [("application/x-protobuf", "\n"), ("application/x-thrift", "\u{0C}")]
        for (type, body) in types {
            #expect(try await post(body, headers: [("content-type", type)]).status == .unsupportedMediaType)
        }
        #expect(try await post("[]", headers: [("content-type", "application/x-protobuf")]).status == .badRequest)
        #expect(
            try await post("[]", headers: [("content-type", "application/json; charset=utf-8")]).status == .accepted
        )
    }

    @Test(
        arguments: [
            ("text/plain", nil, 415), ("text/plain; charset=utf-8", nil, 415), ("", nil, 415),
            ("application/x-www-form-urlencoded", nil, 415), ("multipart/form-data", nil, 415),
            ("application/json", nil, 202), ("Application/JSON", "identity", 202), (nil, nil, 202),
            ("application/json", "br", 415), (nil, "gzip, gzip", 415), (nil, "deflate", 415),
        ] as [(String?, String?, UInt16)]
    )
    func `only JSON is taken, plain or by gzip`(type: String?, encoding: String?, status: UInt16) async throws {
        let headers = [("Content-Type", type), ("Content-Encoding", encoding)].compactMap { name, value in
            value.map { (name: name, value: $0) }
        }
        #expect(try await post("[]", headers: headers).status.rawValue == status)
    }

    @Test func `a page must say its type even when it is our own`() async throws {
        #expect(try await post("[]", headers: [("Origin", "http://localhost")]).status == .unsupportedMediaType)
    }

    @Test func `a small message that expands beyond the limit is refused`() async throws {
        let body = try #require(Gzip.compress(Array(repeating: 0x20, count: 200_000)))
        let response = await (try AdminFixture()).ask(
            .post,
            "/api/v2/spans",
            headers: [("content-encoding", "GZIP")],
            body: body
        )
        #expect(body.count < 2000 && response.status == .contentTooLarge)
    }

    @Test func `too much is refused by its own status`() async throws {
        let body = "[" + String(repeating: " ", count: 100_000) + "]"
        #expect(try await post(body).status == .contentTooLarge)
    }
}
