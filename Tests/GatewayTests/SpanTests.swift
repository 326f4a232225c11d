// What do the spans say?

import TestSupport
import Testing

@Suite struct SpanTests {
    @Test func `a request is a SERVER span with a CLIENT span below it, and the origin joins there`() throws {
        let origin = try Origin()
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink)

        _ = try gateway.get("/shop/cart?secret=1", host: "shop.test")

        let spans = try sink.spans(2)
        let server = try #require(spans.first { $0.kind == "SERVER" })
        let client = try #require(spans.first { $0.kind == "CLIENT" })
        #expect(server.parentId == nil)
        #expect(client.parentId == server.id)
        #expect(client.traceId == server.traceId)
        #expect(server.shared != true)
        let seen = try origin.request().fields
        #expect(seen["X-B3-TraceId"] == server.traceId)
        #expect(seen["X-B3-SpanId"] == client.id)
        #expect(client.remoteEndpoint?.port == Int(origin.port))
        #expect(client.remoteEndpoint?.ipv4 == "127.0.0.1")
        #expect(server.localEndpoint?.serviceName == "headgate")
        #expect(server.remoteEndpoint?.ipv4 == "127.0.0.1")
    }

    @Test func `the tags tell what happened, and the query is not among them`() throws {
        let origin = try Origin(.answer("gone", status: 404))
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink)

        _ = try gateway.connect().ask("POST /cart?secret=1 HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n")

        let spans = try sink.spans(2)
        let server = try #require(spans.first { $0.kind == "SERVER" })
        #expect(server.tag("http.method") == "POST")
        #expect(server.tag("http.path") == "/cart")
        #expect(server.tag("http.status_code") == "404")
        #expect(server.tag("sampler.type") == "probabilistic")
        #expect(server.tag("sampler.param") == "1")
        #expect(spans.allSatisfy { !"\($0)".contains("secret") })
    }

    @Test func `a 5xx answer and a failed attempt carry an error tag`() throws {
        let origin = try Origin(.answer("broken", status: 500))
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink)
        _ = try gateway.get("/")
        #expect(try sink.spans(2).allSatisfy { $0.tag("error") != nil })
    }

    @Test func `times are microseconds, in order, and the child lies within its parent`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: try Origin(), tracingTo: sink)
        let before = Int64(try Command("date", ["+%s%6N"]).output.split(separator: "\n")[0]) ?? 0

        _ = try gateway.get("/")

        let spans = try sink.spans(2)
        let server = try #require(spans.first { $0.kind == "SERVER" })
        let client = try #require(spans.first { $0.kind == "CLIENT" })
        let start = try #require(server.timestamp)
        #expect(start >= before - 2_000_000 && start < before + 60_000_000)
        #expect(try #require(server.duration) >= 1)
        #expect(try #require(client.timestamp) >= start)
        #expect(client.end <= server.end)
        for span in spans {
            // What a connection went through before its first request precedes that request.
            let before: Set<String> = ["accept", "handshake"]
            let times = (span.annotations ?? []).filter { !before.contains($0.value) }.map(\.timestamp)
            #expect(times == times.sorted())
            #expect(times.allSatisfy { $0 >= span.timestamp! && $0 <= span.end + 1 }, "\(span)")
        }
    }

    @Test func `the phases are annotations`() throws {
        let certificate = try Certificate.localhost
        let sink = try ZipkinSink()
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }
            listen @tls { tls { cert localhost \(certificate.paths) }  route /* to \(origin.address) }
            """
        )
        let client = try gateway.connectTLS()
        _ = try client.get("/")
        _ = try client.get("/")

        let spans = try sink.spans(4)
        let servers = spans.filter { $0.kind == "SERVER" }.sorted { $0.timestamp! < $1.timestamp! }
        let first = try #require(servers.first).annotationNames.joined(separator: " ")
        let second = try #require(servers.last).annotationNames.joined(separator: " ")
        #expect(first.contains("handshake"), "\(first)")
        #expect(!second.contains("handshake"), "\(second)")
        let clients = spans.filter { $0.kind == "CLIENT" }.sorted { $0.timestamp! < $1.timestamp! }
        #expect(clients[0].annotationNames.joined(separator: " ").contains("connect"), "\(clients[0])")
        #expect(clients[1].annotationNames.joined(separator: " ").contains("reuse"), "\(clients[1])")
        for client in clients {
            let names = client.annotationNames.joined(separator: " ")
            #expect(names.contains("first.byte"), "\(names)")
        }
    }

    @Test func `every attempt is a CLIENT span of its own`() throws {
        let origin = try Origin(.dies(after: 1))
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink)
        let client = try gateway.connect()
        _ = try client.get("/1")
        _ = try client.get("/2")

        let trace = try #require(origin.requests.last?.fields["X-B3-TraceId"])
        let spans = try sink.spans(3, of: trace)
        let attempts = spans.filter { $0.kind == "CLIENT" }
        #expect(attempts.count == 2)
        #expect(Set(attempts.map(\.id)).count == 2)
        #expect(attempts.filter { $0.tag("error") != nil }.count == 1)
        #expect(spans.first { $0.kind == "SERVER" }?.tag("error") == nil)
    }

    @Test func `a request that no route takes is traced too`() throws {
        let sink = try ZipkinSink()
        let gateway = try TestGateway(
            """
            trace { sample 100%; zipkin \(sink.url) { batch 512 or 20ms } }
            listen @http { host only.test { respond 204 } }
            """
        )
        let answer = try gateway.get("/")
        let server = try #require(try sink.spans(1).first)
        #expect(server.kind == "SERVER")
        #expect(server.tag("http.status_code") == "404")
        #expect(answer.text.contains(server.traceId))
    }

    @Test func `an unsampled request leaves no span`() throws {
        let origin = try Origin()
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink, sample: "0", overrides: "trust 127.0.0.0/8")
        let client = try gateway.connect()
        for _ in 0..<20 { _ = try client.get("/") }
        _ = try client.get("/", fields: ["l5d-sample: 1"])

        let marker = try #require(origin.requests.last?.fields["X-B3-TraceId"])
        _ = try sink.spans(2, of: marker)
        #expect(sink.spans.count == 2)
    }

    @Test func `the trace id is returned to those who may know it`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            overrides { trust 127.0.0.0/8 }
            listen @all { return-trace-id X-Trace-Id; route /* to \(origin.address) }
            listen @some { return-trace-id X-Trace-Id to trusted; route /* to \(origin.address) }
            """
        )
        for word in ["all", "some"] {
            let answer = try gateway.get("/", at: word)
            #expect(answer.fields["X-Trace-Id"] == origin.requests.last?.fields["X-B3-TraceId"])
        }
    }

    @Test func `the trace id is not returned to strangers where it is for the trusted`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "listen @http { return-trace-id X-Trace-Id to trusted; route /* to \(origin.address) }"
        )
        #expect(try gateway.get("/").fields["X-Trace-Id"] == nil)
    }
}
