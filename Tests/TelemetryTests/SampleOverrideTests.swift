// Whether `l5d-sample` means what Linkerd 1 took it for.

import Bytes
import Telemetry
import Testing

/// Java's `Double.valueOf`, clamped; and percentages.
@Suite struct SampleOverrideTests {
    @Test(arguments: [
        ("1", "1"), ("0", "0"), (".5", "0.5"), ("5.", "1"), ("+1", "1"), ("1e-1", "0.1"), ("0.25F", "0.25"),
        ("1d", "1"),
        ("0x1p-1", "0.5"), ("0X1P-2", "0.25"), ("0x.8p0", "0.5"), ("0x1.8p-1", "0.75"), ("Infinity", "1"),
        ("-Infinity", "0"), ("+Infinity", "1"), ("-1", "0"), ("-0.0", "0"), ("2", "1"), ("1e400", "1"), ("0e400", "0"),
        ("  0.5\t", "0.5"), ("1E-2", "0.01"), ("25%", "0.25"), ("0.5%", "0.005"), ("150%", "1"), ("-5%", "0"),
        ("0.0001", "0.0001"), ("1e-6", "0.000001"), ("00.10", "0.1"), ("10e-1", "1"),
        ("123456789012345678901e-21", "0.1234567890123456789"),
        ("0x1p-57", "0.00000000000000001"), ("1e0001", "1"),
    ])
    func `a rate is read`(text: String, shown: String) throws {
        let override = text.withByteView { SampleOverride($0) }
        guard case .rate(let rate) = override else {
            Issue.record("\(text) was \(override)")
            return
        }
        #expect(rate.description.prefix(18) == shown.prefix(18))
    }

    @Test(arguments: [
        "", " ", "yes", "true", "0,5", "NaN", "+NaN", "infinity", "Inf", ".", "+", "-", "e1", "1e", "1e+", "0x1",
        "0xp1", "0x", "0x1p",
        "1.2.3", "1 2", "0.5 0.5", "--1", "+-1", "1ff", "1%%", "%", "0x1p-1%", "1f%", "\u{661}", "1_0", "0b1", "1L",
    ])
    func `what is no rate is unreadable`(text: String) {
        #expect(text.withByteView { SampleOverride($0) } == .unreadable)
    }

    @Test func `a value too small to matter is still not never`() {
        for text in ["1e-400", "1e-30", "0x1p-999", "0.00000000000000000000000000001"] {
            guard case .rate(let rate) = text.withByteView({ SampleOverride($0) }) else {
                Issue.record("\(text) was not read")
                continue
            }
            #expect(rate.threshold == (1 << 56) - 1)
        }
    }

    @Test func `hexadecimal and decimal agree`() {
        for (hex, decimal) in [("0x1p-1", "0.5"), ("0x3p-4", "0.1875"), ("0x1p0", "1")] {
            guard case .rate(let a) = hex.withByteView({ SampleOverride($0) }),
                case .rate(let b) = decimal.withByteView({ SampleOverride($0) })
            else {
                Issue.record("\(hex) or \(decimal) was not read")
                continue
            }
            #expect(a.threshold == b.threshold)
        }
    }

    @Test func `only the first copy counts`() {
        withFields([("l5d-sample", "1"), ("l5d-sample", "0")]) { #expect(SampleOverride($0) == .rate(.always)) }
        withFields([("L5D-SAMPLE", "x"), ("l5d-sample", "0")]) { #expect(SampleOverride($0) == .unreadable) }
        withFields([("accept", "1")]) { #expect(SampleOverride($0) == .absent) }
    }

    @Test func `random bytes are read or refused, never trapped on`() {
        var random = SeededRandom(3)
        let alphabet = Array("0123456789.eEpPxXfFdD+-%NaInity ".utf8)
        for _ in 0..<50_000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            text.withByteView { view in
                if case .rate(let rate) = SampleOverride(view) { #expect(rate.threshold <= 1 << 56) }
            }
        }
    }
}
