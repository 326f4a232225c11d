// Whose trace is it: a new one, or one that continues?

import TestSupport
import Testing

@Suite struct ContextTests {
    private static let trusted = "trust 127.0.0.0/8"

    /// The ids that an origin was given, the same in every format.
    struct Injected {
        let traceID: String
        let spanID: String
        let sampled: String

        /// Reads all three formats and fails when they disagree.
        init(_ fields: FieldLines) throws {
            let single = try #require(fields["b3"]).split(separator: "-").map(String.init)
            traceID = try #require(fields["X-B3-TraceId"])
            spanID = try #require(fields["X-B3-SpanId"])
            sampled = fields["X-B3-Flags"] == "1" ? "d" : try #require(fields["X-B3-Sampled"])
            #expect(single.count >= 3)
            #expect(single[0] == traceID)
            #expect(single[1] == spanID)
            #expect(single[2] == sampled)
            let parent = try #require(fields["traceparent"]).split(separator: "-").map(String.init)
            #expect(parent[0] == "00")
            #expect(parent[1] == String(repeating: "0", count: 32 - traceID.count) + traceID)
            #expect(parent[2] == spanID)
            let flags = try #require(Int(parent[3], radix: 16))
            #expect((flags & 1 == 1) == (sampled != "0"))
            for name in ["b3", "X-B3-TraceId", "X-B3-SpanId", "traceparent"] { #expect(fields.all(name).count == 1) }
        }
    }

    @Test func `a root context is minted and sent in every format`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }")
        _ = try gateway.get("/")
        let injected = try Injected(origin.request().fields)
        #expect(injected.traceID.count == 32)
        #expect(injected.spanID.count == 16)
        #expect(injected.sampled == "1")
    }

    @Test func `two requests are two traces`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 0 }")
        let client = try gateway.connect()
        for _ in 0..<50 { _ = try client.get("/") }
        let ids = try origin.requests.map { try Injected($0.fields).traceID }
        #expect(Set(ids).count == 50)
    }

    @Test func `an unsampled request carries its ids and an explicit no`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 0 }")
        _ = try gateway.get("/")
        #expect(try Injected(origin.request().fields).sampled == "0")
    }

    @Test func `only the chosen formats are written, and no stale one passes`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100%; propagate w3c }")
        _ = try gateway.get("/", fields: ["b3: 1", "X-B3-Sampled: 1"])
        let seen = try origin.request().fields
        #expect(seen["traceparent"] != nil)
        #expect(seen["b3"] == nil)
        #expect(seen["X-B3-Sampled"] == nil)
    }

    static let incoming: [[String]] = [
        ["b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90"],
        ["X-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7", "X-B3-SpanId: e457b5a2e4d86bd1", "X-B3-Sampled: 1"],
        ["traceparent: 00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01"],
    ]

    @Test(arguments: incoming)
    func `a stranger's context is not continued`(fields: [String]) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 0 }")
        _ = try gateway.get("/", fields: fields)
        let injected = try Injected(origin.request().fields)
        #expect(injected.traceID != "80f198ee56343ba864fe8b2a57d3eff7")
        #expect(injected.sampled == "0")
    }

    @Test(arguments: incoming)
    func `a trusted caller's context is continued, its span becomes the parent`(fields: [String]) throws {
        let origin = try Origin()
        let sink = try ZipkinSink()
        let gateway = try TestGateway(to: origin, tracingTo: sink, sample: "0", overrides: Self.trusted)

        _ = try gateway.get("/", fields: fields)

        let injected = try Injected(origin.request().fields)
        #expect(injected.traceID == "80f198ee56343ba864fe8b2a57d3eff7")
        #expect(injected.sampled == "1")
        let spans = try sink.spans(2, of: injected.traceID)
        let server = try #require(spans.first { $0.kind == "SERVER" })
        #expect(server.parentId == "e457b5a2e4d86bd1")
        #expect(server.id != "e457b5a2e4d86bd1")
    }

    @Test func `a 64-bit trace id keeps its width in b3`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "overrides { \(Self.trusted) }")
        _ = try gateway.get("/", fields: ["b3: 64fe8b2a57d3eff7-e457b5a2e4d86bd1-0"])
        #expect(try Injected(origin.request().fields).traceID == "64fe8b2a57d3eff7")
    }

    @Test func `tracestate travels with a trusted context`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "overrides { \(Self.trusted) }")
        _ = try gateway.get("/", fields: Self.incoming[2] + ["tracestate: vendor=value,other=1"])
        #expect(try origin.request().fields["tracestate"]?.contains("vendor=value,other=1") == true)
    }

    @Test(arguments: [
        ["b3: "], ["b3: nonsense"], ["b3: 00000000000000000000000000000000-0000000000000000-1"],
        ["X-B3-TraceId: 80F198EE56343BA864FE8B2A57D3EFF7", "X-B3-SpanId: e457b5a2e4d86bd1"],
        ["X-B3-TraceId: 80f198ee56343ba864fe8b2a57d3eff7", "X-B3-SpanId: short"],
        ["traceparent: ff-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01"],
        ["traceparent: 00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-01-extra"],
        ["traceparent: 00-00000000000000000000000000000000-e457b5a2e4d86bd1-01"],
    ])
    func `a broken context costs nothing but a fresh root`(fields: [String]) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 100% }\noverrides { \(Self.trusted) }")
        #expect(try gateway.get("/", fields: fields).status == 200)
        let injected = try Injected(origin.request().fields)
        #expect(injected.traceID.count == 32)
        #expect(injected.traceID != "80f198ee56343ba864fe8b2a57d3eff7")
        #expect(injected.sampled == "1")
    }

    @Test(arguments: [("b3: 0", "0"), ("b3: 1", "1"), ("b3: d", "d"), ("X-B3-Sampled: 0", "0"), ("X-B3-Flags: 1", "d")])
    func `a trusted decision without ids is a fresh root with that decision`(line: String, decision: String) throws {
        let origin = try Origin()
        let sample = decision == "0" ? "100%" : "0"
        let gateway = try TestGateway(to: origin, more: "trace { sample \(sample) }\noverrides { \(Self.trusted) }")
        _ = try gateway.get("/", fields: [line])
        #expect(try Injected(origin.request().fields).sampled == decision)
    }

    @Test(arguments: [("0", "0"), ("100%", "1")])
    func `a deferred decision is made here`(rate: String, decision: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample \(rate) }\noverrides { \(Self.trusted) }")
        _ = try gateway.get("/", fields: ["b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1"])
        let injected = try Injected(origin.request().fields)
        #expect(injected.traceID == "80f198ee56343ba864fe8b2a57d3eff7")
        #expect(injected.sampled == decision)
    }

    @Test func `a range that does not hold the client trusts nobody`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, more: "trace { sample 0 }\noverrides { trust 10.0.0.0/8 }")
        _ = try gateway.get("/", fields: ["b3: 1"])
        #expect(try Injected(origin.request().fields).sampled == "0")
    }
}
