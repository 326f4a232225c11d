// Whether a rate means exactly what was written.

import Bytes
import Telemetry
import Testing

/// OpenTelemetry specification, trace/tracestate-probability-sampling, "Threshold".
@Suite struct SampleRateTests {
    @Test(
        arguments: [
            ("100%", 0), ("1/1", 0), ("100.000%", 0), ("50%", 1 << 55), ("25%", 3 << 54), ("1/2", 1 << 55),
            ("0", 1 << 56), ("0%", 1 << 56), ("0.000%", 1 << 56),
            // round(0.99 × 2^56), round(0.999999 × 2^56), round(0.9 × 2^56), round(2/3 × 2^56)
            ("1%", 71_337_018_097_548_657), ("0.0001%", 72_057_521_980_333_898), ("10%", 64_851_834_634_135_142),
            ("1/3", 48_038_396_025_285_291), ("1/1000000", 72_057_521_980_333_898),
            // The finest rate that can be kept apart from never, and the coarsest apart from always.
            ("0.0000000000000001%", (1 << 56) - 1), ("99.9999999999999999%", 1),
        ] as [(String, UInt64)]
    )
    func `a rate is the rounded threshold of its exact decimal`(text: String, threshold: UInt64) throws {
        #expect(try SampleRate(text: text).threshold == threshold)
    }

    @Test(arguments: [
        ("0.1", SampleRate.TextError.noUnit), ("1", .noUnit), ("0.5", .noUnit), ("", .notANumber), ("%", .notANumber),
        ("101%", .aboveOne), ("100.1%", .aboveOne), ("-1%", .notANumber), ("1e-3%", .notANumber), (".5%", .notANumber),
        ("5.%", .notANumber), ("1/0", .notANumber), ("1/", .notANumber), ("1/+5", .notANumber), ("2/3", .notANumber),
        ("1/1000000001", .notANumber), ("0.00000000000000001%", .tooFine), ("1.2.3%", .notANumber),
        ("1 %", .notANumber),
        ("999999999999999999999999%", .aboveOne),
    ])
    func `a text that is no rate says why`(text: String, error: SampleRate.TextError) {
        #expect(throws: error) { try SampleRate(text: text) }
    }

    @Test(arguments: [
        ("1%", "0.01"), ("0.0001%", "0.000001"), ("100%", "1"), ("0", "0"), ("12.50%", "0.125"), ("1/1000", "0.001"),
        ("1/3", "0.333333333"), ("1/8", "0.125"), ("1/7", "0.142857143"),
    ])
    func `a rate is shown as its shortest decimal`(text: String, shown: String) throws {
        #expect(try SampleRate(text: text).description == shown)
    }

    @Test func `never keeps nothing and always keeps all, at the extreme ids too`() {
        for low in [0, 1, .max >> 1, 1 << 63, .max] as [UInt64] {
            let id = TraceID(high: 1, low: low)
            #expect(!Sampler(.never).verdict(id))
            #expect(Sampler(.always).verdict(id))
        }
    }

    @Test(arguments: [("50%", 100_000), ("10%", 100_000), ("1%", 400_000), ("0.1%", 1_000_000), ("1/3", 100_000)])
    func `the share of kept ids is the rate`(text: String, trials: Int) throws {
        let rate = try SampleRate(text: text)
        var random = SeededRandom(UInt64(trials))
        var accepted = 0
        for _ in 0..<trials where Sampler(rate).verdict(.random(using: &random)) { accepted += 1 }
        #expect(Statistics.wilson(accepted, of: trials).contains(rate.probability))
    }

    @Test func `a rate of one in a million keeps exactly its share of evenly spread ids`() throws {
        let sampler = Sampler(try SampleRate(text: "0.0001%"))
        let step: UInt64 = (1 << 56) / 10_000_000
        let accepted = (0..<10_000_000 as Range<UInt64>).count { sampler.verdict(randomness: $0 * step) }
        #expect((9...11).contains(accepted))
    }

    @Test func `a higher rate keeps all that a lower one keeps`() throws {
        let rates = try ["0.0001%", "0.1%", "1%", "10%", "1/3", "50%", "99.9%", "100%"].map { try SampleRate(text: $0) }
        var random = SeededRandom(5)
        for _ in 0..<100_000 {
            let id = TraceID.random(using: &random)
            let kept = rates.map { Sampler($0).verdict(id) }
            #expect(!zip(kept, kept.dropFirst()).contains { $0 && !$1 })
        }
    }

    @Test func `the high half of an id has no say`() throws {
        let sampler = Sampler(try SampleRate(text: "50%"))
        for low in [0x80_0000_0000_0000, 0x7F_FFFF_FFFF_FFFF] as [UInt64] {
            let verdict = sampler.verdict(TraceID(high: 1, low: low))
            #expect(sampler.verdict(TraceID(high: .max, low: low | 0xFF << 56)) == verdict)
        }
    }

    @Test func `what was kept says nothing about what is kept next`() throws {
        let sampler = Sampler(try SampleRate(text: "25%"))
        var random = SeededRandom(77)
        var table = [[0, 0], [0, 0]]
        var last = 0
        for _ in 0..<200_000 {
            let now = sampler.verdict(.random(using: &random)) ? 1 : 0
            table[last][now] += 1
            last = now
        }
        // Both rows must keep a quarter; one degree of freedom each, 1 in 10,000 outside.
        for row in table { #expect(Statistics.wilson(row[1], of: row[0] + row[1]).contains(0.25)) }
    }

    @Test func `verdicts are spread evenly over time and over generators`() throws {
        let sampler = Sampler(try SampleRate(text: "10%"))
        var accepted = [Int](repeating: 0, count: 64)
        for slot in 0..<64 {
            var random = SeededRandom(UInt64(slot))
            for _ in 0..<10_000 where sampler.verdict(.random(using: &random)) { accepted[slot] += 1 }
        }
        // 63 degrees of freedom; 1 in 10,000 lies above 112.
        #expect(Statistics.chiSquare(accepted) < 112)
    }
}
