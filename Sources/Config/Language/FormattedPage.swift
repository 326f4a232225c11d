// Which lines has the formatted file?

import Bytes

/// The lines of a formatted file as they come into being.
struct FormattedPage {
    private var lines: [String] = []
    private var depth = 0
    /// Ends of lines since the last line was added.
    private var lineEnds = 0
    /// Whether the last line opened a block.
    private var isAtBlockStart = true

    var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    mutating func noteLineEnd() { lineEnds += 1 }

    /// Adds a line, behind a blank one if there was one before it.
    mutating func add(_ line: String, deeper extra: Int = 0) {
        if lineEnds > 1, !isAtBlockStart { lines.append("") }
        lines.append(String(repeating: "    ", count: depth + extra) + line)
        lineEnds = 0
        isAtBlockStart = false
    }

    mutating func openBlock(_ line: String) {
        add(line + " {")
        depth += 1
        isAtBlockStart = true
    }

    mutating func closeBlock() {
        depth = max(0, depth - 1)
        lineEnds = 0
        add("}")
    }

    /// A comment behind something stays behind it.
    mutating func addComment(_ text: String) {
        let comment = FormattedPage.trimmed(text)
        if lineEnds == 0, !lines.isEmpty {
            lines[lines.count - 1] += "  " + comment
        } else {
            add(comment)
        }
    }

    /// The inside of a dtab block: one entry a line, the lines of a long entry indented once more.
    mutating func add(dtab text: String) {
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            if index > 0 { noteLineEnd() }
            let (entries, comment) = FormattedPage.cut(line)
            for entry in entries { add(entry, deeper: entry.hasPrefix("/") ? 0 : 1) }
            if let comment { addComment(comment) }
        }
    }

    /// The entries of a line of dtab text, and the comment behind them. `#` is data behind `/` and inside a label.
    private static func cut(_ line: Substring) -> (entries: [String], comment: String?) {
        let bytes = Array(line.utf8)
        var entries: [String] = []
        var start = 0
        var previous = UInt8(ascii: " ")
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "#"), previous != UInt8(ascii: "/"), !ConfigLexer.isLabel(previous) {
                entries.append(String(decoding: bytes[start..<index], as: UTF8.self))
                return (filled(entries), String(decoding: bytes[index...], as: UTF8.self))
            }
            if byte == UInt8(ascii: ";") {
                entries.append(String(decoding: bytes[start..<index], as: UTF8.self))
                start = index + 1
            }
            previous = byte
        }
        entries.append(String(decoding: bytes[start...], as: UTF8.self))
        return (filled(entries), nil)
    }

    private static func filled(_ entries: [String]) -> [String] { entries.map(trimmed).filter { !$0.isEmpty } }

    private static func trimmed(_ text: String) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" }
        let front = text.drop(while: isBlank)
        return String(front.reversed().drop(while: isBlank).reversed())
    }
}
