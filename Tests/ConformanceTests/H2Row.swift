// What does one line of the conformance table of HTTP/2 say?

import HTTP

/// One thing that a peer may do, and what a server has to make of it.
struct H2Row: Sendable, CustomStringConvertible {
    /// The section, as in `9113 6.9.1`.
    let section: String
    /// What the client does.
    let sentence: String
    /// What it sends. Preface and SETTINGS go before it unless `isWhole`.
    let bytes: [UInt8]
    let expected: H2Expectation
    var isWhole = false
    /// The reason why the answer is another than the section's first choice.
    var deviation: String?

    init(_ section: String, _ sentence: String, _ bytes: [UInt8], _ expected: H2Expectation, deviation: String? = nil) {
        self.section = section
        self.sentence = sentence
        self.bytes = bytes
        self.expected = expected
        self.deviation = deviation
    }

    var description: String { "\(section): \(sentence)" }

    /// The same without the preface that usually goes before.
    var whole: H2Row {
        var row = self
        row.isWhole = true
        return row
    }

    /// All that the client sends.
    var input: [UInt8] { isWhole ? bytes : H2Bytes.preface + H2Bytes.settings() + H2Bytes.settingsAck + bytes }
}

infix operator ++ : AdditionPrecedence

/// Bytes behind bytes. `+` means so many things that tables of sums take minutes to compile.
func ++ (first: [UInt8], second: [UInt8]) -> [UInt8] { first + second }

extension H2Row {
    static let pinged = Array("headgate".utf8)

    static func repeated(_ count: Int, _ bytes: [UInt8]) -> [UInt8] { (0..<count).flatMap { _ in bytes } }

    /// What is sent on each of so many streams, one behind the other.
    static func onStreams(_ count: UInt32, _ bytes: (UInt32) -> [UInt8]) -> [UInt8] {
        (0..<count).flatMap { bytes(2 * $0 + 1) }
    }
}
