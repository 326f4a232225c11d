// Which requests are traced?

import TestSupport
import Testing

@Suite struct SamplingTests {
    private static let trusted = "overrides { trust 127.0.0.0/8 }"

    private static func decisions(_ origin: Origin) -> [String] {
        origin.requests.compactMap { $0.fields["X-B3-Sampled"] }
    }

    @Test(arguments: [("0", "0"), ("100%", "1"), ("1/1", "1")])
    func `none is none and all is all`(rate: String, decision: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample \(rate)")
        let client = try gateway.connect()
        for _ in 0..<200 { _ = try client.get("/") }
        #expect(Self.decisions(origin).count == 200)
        #expect(Set(Self.decisions(origin)) == [decision])
    }

    /// Wilson's interval for 2,000 tries at one half and 99.99 %: 914 to 1,086.
    @Test func `one half is about one half`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample 50%")
        let client = try gateway.connect()
        for _ in 0..<2_000 { _ = try client.get("/") }
        let kept = Self.decisions(origin).filter { $0 == "1" }.count
        #expect((900...1_100).contains(kept), "\(kept) of 2000")
    }

    /// sampling.md, 6.2: keep when the low 56 bits of the trace id reach round((1 - p) * 2^56).
    @Test func `the verdict can be computed from the trace id alone`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample 25%")
        let client = try gateway.connect()
        for _ in 0..<400 { _ = try client.get("/") }
        let threshold = UInt64(0.75 * 72_057_594_037_927_936)
        for request in origin.requests {
            let id = try #require(request.fields["X-B3-TraceId"])
            let randomness = try #require(UInt64(id.suffix(14), radix: 16))
            #expect(request.fields["X-B3-Sampled"] == (randomness >= threshold ? "1" : "0"), "\(id)")
        }
    }

    @Test func `the innermost rate wins`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            """
            trace { sample 0 }
            listen @http {
                host listen.test { route /* to \(origin.address) }
                host host.test {
                    sample 100%
                    route /never to \(origin.address) sample 0
                    route /* to \(origin.address)
                }
            }
            listen @all { sample 100%; route /* to \(origin.address) }
            """
        )
        _ = try gateway.get("/", host: "listen.test")
        _ = try gateway.get("/", host: "host.test")
        _ = try gateway.get("/never", host: "host.test")
        _ = try gateway.get("/", at: "all")
        #expect(Self.decisions(origin) == ["0", "1", "0", "1"])
    }

    @Test(arguments: [
        ("1", "0", "1"), ("1.0", "0", "1"), ("100%", "0", "1"), ("0", "100%", "0"), ("0.0", "100%", "0"),
        ("5", "0", "1"), ("-1", "100%", "0"),
    ])
    func `l5d-sample from a trusted client forces or hides`(value: String, rate: String, decision: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample \(rate)", more: Self.trusted)
        _ = try gateway.get("/", fields: ["l5d-sample: \(value)"])
        #expect(Self.decisions(origin) == [decision])
        #expect(try origin.request().fields["l5d-sample"] == nil)
    }

    @Test(arguments: ["yes", "", "0,5", "NaN", "1 1", "50%%"])
    func `a bad l5d-sample is ignored and consumed`(value: String) throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample 100%", more: Self.trusted)
        #expect(try gateway.get("/", fields: ["l5d-sample: \(value)"]).status == 200)
        #expect(Self.decisions(origin) == ["1"])
        #expect(try origin.request().fields["l5d-sample"] == nil)
    }

    @Test func `l5d-sample from a stranger changes nothing and is consumed`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample 0")
        _ = try gateway.get("/", fields: ["l5d-sample: 1"])
        #expect(Self.decisions(origin) == ["0"])
        #expect(try origin.request().fields["l5d-sample"] == nil)
    }

    @Test func `l5d-sample stands above the context's own decision`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(to: origin, settings: "sample 0", more: Self.trusted)
        _ = try gateway.get(
            "/",
            fields: ["l5d-sample: 1", "b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-0"]
        )
        #expect(Self.decisions(origin) == ["1"])
    }

    @Test func `what is not allowed is not done, even for the trusted`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            to: origin,
            settings: "sample 0",
            more: "overrides { trust 127.0.0.0/8; allow parent }"
        )
        _ = try gateway.get("/", fields: ["l5d-sample: 1"])
        #expect(Self.decisions(origin) == ["0"])
    }
}
