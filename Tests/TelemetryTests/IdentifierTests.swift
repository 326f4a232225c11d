// Whether ids are read strictly, written fully, and made well.

import Bytes
import Telemetry
import Testing

/// B3 propagation text; W3C Trace Context, 3.2.2.
@Suite struct IdentifierTests {
    @Test(arguments: [
        "0000000000000001", "463ac35c9f6413ad", "463ac35c9f6413ad48485a3953bb6124", "00000000000000010000000000000000",
    ])
    func `a trace id written is the trace id read`(text: String) throws {
        let id = try #require(text.withByteView { TraceID(hex: $0) })
        #expect(id.description == text)
    }

    @Test func `a trace id of 64 bits is 16 digits for B3 and 32 for W3C`() throws {
        let id = TraceID(high: 0, low: 0xABC)
        #expect(id.description == "0000000000000abc")
        #expect(written { id.write(to: &$0) } == "00000000000000000000000000000abc")
        #expect("00000000000000000000000000000abc".withByteView { TraceID(hex: $0) } == id)
    }

    @Test(arguments: [
        "", "0", "463AC35C9F6413AD", "463ac35c9f6413a", "463ac35c9f6413adf", "0000000000000000",
        "00000000000000000000000000000000", "463ac35c9f6413ag", "463ac35c9f6413a ", "+63ac35c9f6413ad",
        "463ac35c9f6413ad48485a3953bb612", "463ac35c9f6413ad48485a3953bb6124a", "463ac35c9f6413ad48485a3953bb612\u{e9}",
    ])
    func `what is not 16 or 32 lower-case digits above zero is no trace id`(text: String) {
        #expect(text.withByteView { TraceID(hex: $0) } == nil)
    }

    @Test(arguments: ["", "1", "00F067AA0BA902B7", "0000000000000000", "00f067aa0ba902b", "00f067aa0ba902b77"])
    func `what is not 16 lower-case digits above zero is no span id`(text: String) {
        #expect(text.withByteView { SpanID(hex: $0) } == nil)
    }

    @Test func `a new id is never zero in either half`() {
        var random = ListedRandom([0, 0, 5, 0, 6, 0, 9])
        #expect(TraceID.random(using: &random) == TraceID(high: 5, low: 6))
        #expect(SpanID.random(using: &random) == SpanID(9))
    }

    @Test func `the low nibbles of new ids are even and no id comes twice`() {
        var random = SeededRandom(11)
        var counts = [[Int]](repeating: [Int](repeating: 0, count: 16), count: 14)
        var seen = Set<TraceID>()
        let trials = 200_000
        for _ in 0..<trials {
            let id = TraceID.random(using: &random)
            seen.insert(id)
            for nibble in 0..<14 { counts[nibble][Int(id.low >> UInt64(4 * nibble) & 0xF)] += 1 }
        }
        #expect(seen.count == trials)
        // 15 degrees of freedom; 1 in 10,000 lies above 44.3.
        for nibble in counts { #expect(Statistics.chiSquare(nibble) < 44.3) }
    }
}
