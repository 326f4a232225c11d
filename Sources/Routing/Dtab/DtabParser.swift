// What does a piece of dtab text say, and where does it stop making sense?

/// A recursive-descent parser for the dtab language of Linkerd 1 (Finagle's `NameTreeParsers`), byte by byte.
///
/// ```
/// dtab     = [ entry { ";" entry } [ ";" ] ]
/// entry    = prefix "=>" tree
/// prefix   = "/" | { "/" ( label | "*" ) }
/// tree     = union { "|" union }
/// union    = weighted { "&" weighted }
/// weighted = [ number "*" ] simple
/// simple   = "(" tree ")" | path | "!" | "~" | "$"
/// path     = "/" | { "/" label }
/// label    = ( plain byte | "\x" HEX HEX )+
/// number   = digits with at most one "."; neither sign nor exponent
/// ```
/// Whitespace and comments (`#` to the end of the line) may stand between tokens; a `#` inside of a label is data.
/// No text makes the parser trap; nesting is limited by `maximumNesting`.
///
/// The types have `init(parsing:)`; use the parser itself only for the `dtab` block of a configuration file.
public struct DtabParser {
    /// How deep parentheses may be nested.
    public static let maximumNesting = 64

    private let text: [UInt8]
    private var offset: Int
    private var nesting = 0
    /// In a block of a configuration file an entry also ends with its line, and the text with its `}`.
    private let isBlock: Bool

    init(_ text: String) {
        self.text = Array(text.utf8)
        offset = 0
        isBlock = false
    }

    private init(block text: [UInt8], from start: Int) {
        self.text = text
        offset = min(max(start, 0), text.count)
        isBlock = true
    }

    // MARK: Whole texts

    mutating func wholePath() throws(DtabError) -> DtabPath {
        let result = try path()
        try expectEnd()
        return result
    }

    mutating func wholePrefix() throws(DtabError) -> DtabPrefix {
        let result = try prefix()
        try expectEnd()
        return result
    }

    mutating func wholeTree() throws(DtabError) -> NameTree<DtabPath> {
        let result = try tree()
        try expectEnd()
        return result
    }

    mutating func wholeEntry() throws(DtabError) -> Dtab.Entry {
        let result = try entry()
        try expectEnd()
        return result
    }

    mutating func wholeDtab() throws(DtabError) -> Dtab {
        var entries: [Dtab.Entry] = []
        repeat {
            skipSpace()
            if atEnd { break }
            entries.append(try entry())
            skipSpace()
        } while take(";")
        try expectEnd()
        return Dtab(entries)
    }

    /// Reads the inside of a `dtab { … }` block of a configuration file, where entries end with `;` or with their line.
    ///
    /// `start` is the offset after the `{`. All faults are gathered: after one, reading goes on with the next line that
    /// begins with `/`. Offsets in the result count from the beginning of `text`.
    public static func block(in text: [UInt8], from start: Int) -> DtabBlock {
        var parser = DtabParser(block: text, from: start)
        return parser.wholeBlock()
    }

    private mutating func wholeBlock() -> DtabBlock {
        var block = DtabBlock()
        skipSpace()
        while !atEnd {
            let start = offset
            do throws(DtabError) {
                let entry = try entry()
                try expectEntryEnd()
                block.entries.append(DtabBlock.PlacedEntry(entry: entry, offset: start))
            } catch {
                block.errors.append(error)
                skipToNextEntry()
            }
            skipSpace()
        }
        block.end = offset
        return block
    }

    /// An entry ends with `;`, with the line, or with the block.
    private mutating func expectEntryEnd() throws(DtabError) {
        skipSpace()
        if atEnd || take(";") { return }
        // Whoever read the tree looked for `&` and `|` and went past the line's end doing so: look back for it.
        let blank = (text[..<offset].lastIndex { $0 > 0x20 } ?? -1) + 1
        let endsWithLine = text[blank..<offset].contains(0x0A)
        guard endsWithLine, text[offset] == "/" else { throw fault("';' or a new line") }
    }

    private mutating func skipToNextEntry() {
        nesting = 0
        while !atEnd {
            while !atEnd, text[offset] != 0x0A, text[offset] != ";" { offset += 1 }
            take(";")
            skipSpace()
            if !atEnd, text[offset] == "/" { return }
        }
    }

    // MARK: The grammar

    private mutating func entry() throws(DtabError) -> Dtab.Entry {
        let prefix = try prefix()
        skipSpace()
        try expect("=")
        try expect(">")
        return Dtab.Entry(prefix: prefix, destination: try tree())
    }

    private mutating func prefix() throws(DtabError) -> DtabPrefix {
        skipSpace()
        try expect("/")
        guard isLabelByte(peek) || peek == "*" else { return DtabPrefix() }
        var elements: [DtabPrefix.Element] = []
        repeat { elements.append(take("*") ? .any : .label(try label())) } while take("/")
        return DtabPrefix(elements)
    }

    private mutating func path() throws(DtabError) -> DtabPath {
        skipSpace()
        try expect("/")
        guard isLabelByte(peek) else { return DtabPath() }
        var labels: [DtabLabel] = []
        repeat { labels.append(try label()) } while take("/")
        return DtabPath(labels)
    }

    private mutating func tree() throws(DtabError) -> NameTree<DtabPath> {
        var trees: [NameTree<DtabPath>] = []
        repeat {
            trees.append(try union())
            skipSpace()
        } while take("|")
        return trees.count == 1 ? trees[0] : .alternatives(trees)
    }

    private mutating func union() throws(DtabError) -> NameTree<DtabPath> {
        var members: [WeightedTree<DtabPath>] = []
        repeat {
            members.append(try weighted())
            skipSpace()
        } while take("&")
        // A lone member has nobody to share with, so its weight means nothing.
        return members.count == 1 ? members[0].tree : .union(members)
    }

    private mutating func weighted() throws(DtabError) -> WeightedTree<DtabPath> {
        skipSpace()
        guard isNumberByte(peek) else { return WeightedTree(tree: try simple()) }
        let weight = try number()
        skipSpace()
        try expect("*")
        return WeightedTree(weight: weight, tree: try simple())
    }

    private mutating func simple() throws(DtabError) -> NameTree<DtabPath> {
        skipSpace()
        switch peek {
        case UInt8(ascii: "/"): return .leaf(try path())
        case UInt8(ascii: "("): return try parenthesised()
        case UInt8(ascii: "~"): offset += 1; return .negative
        case UInt8(ascii: "!"): offset += 1; return .fail
        case UInt8(ascii: "$"): offset += 1; return .empty
        default: throw fault("simple")
        }
    }

    private mutating func parenthesised() throws(DtabError) -> NameTree<DtabPath> {
        guard nesting < DtabParser.maximumNesting else {
            throw fault("at most \(DtabParser.maximumNesting) nested parentheses")
        }
        nesting += 1
        defer { nesting -= 1 }
        try expect("(")
        let inside = try tree()
        skipSpace()
        try expect(")")
        return inside
    }

    private mutating func label() throws(DtabError) -> DtabLabel {
        var bytes: [UInt8] = []
        repeat {
            guard let byte = peek, isLabelByte(byte) else { throw fault("label char") }
            offset += 1
            if byte == "\\" {
                try expect("x")
                bytes.append(try hexDigit() << 4 | hexDigit())
            } else {
                bytes.append(byte)
            }
        } while isLabelByte(peek)
        return DtabLabel(bytes: bytes)
    }

    private mutating func hexDigit() throws(DtabError) -> UInt8 {
        guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
            throw fault("hex char")
        }
        offset += 1
        return UInt8(digit)
    }

    private mutating func number() throws(DtabError) -> Double {
        let start = offset
        var sawPoint = false
        while let byte = peek, isNumberByte(byte) {
            if byte == ".", sawPoint { throw fault("number char") }
            sawPoint = sawPoint || byte == "."
            offset += 1
        }
        let digits = String(decoding: text[start..<offset], as: UTF8.self)
        // Linkerd names the point but marks the place after it.
        if digits == "." { throw fault("weight", found: "'.'") }
        // "0" in front and behind make `.5` and `5.` numbers for Swift, too.
        guard let weight = Double("0" + digits + (sawPoint ? "0" : "")), weight.isFinite else {
            offset = start
            throw fault("a smaller weight")
        }
        return weight
    }

    // MARK: Bytes

    /// Whether nothing is left; in a block the closing brace is the end, too.
    private var atEnd: Bool { offset >= text.count || (isBlock && text[offset] == "}") }

    private var peek: UInt8? { offset < text.count ? text[offset] : nil }

    private func isLabelByte(_ byte: UInt8?) -> Bool {
        byte.map { DtabLabel.isPlain($0) || $0 == "\\" } ?? false
    }

    private func isNumberByte(_ byte: UInt8?) -> Bool {
        byte.map { (0x30...0x39).contains($0) || $0 == "." } ?? false
    }

    private mutating func skipSpace() {
        while offset < text.count {
            switch text[offset] {
            case 0x09...0x0D, 0x1C...0x20: offset += 1
            case UInt8(ascii: "#"): while offset < text.count, text[offset] != 0x0A { offset += 1 }
            default: return
            }
        }
    }

    @discardableResult
    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ scalar: Unicode.Scalar) throws(DtabError) {
        guard take(scalar) else { throw fault("'\(scalar)'") }
    }

    private mutating func expectEnd() throws(DtabError) {
        skipSpace()
        guard offset >= text.count else { throw fault("end of input") }
    }

    // MARK: Faults

    /// A fault at the present offset.
    private func fault(_ expected: String, found: String? = nil) -> DtabError {
        let width = characterWidth(at: offset)
        let character = String(decoding: text[offset..<offset + width], as: UTF8.self)
        let shown = excerptRange
        let before = String(decoding: text[shown.lowerBound..<offset], as: UTF8.self)
        let after = String(decoding: text[offset + width..<max(shown.upperBound, offset + width)], as: UTF8.self)
        return DtabError(
            offset: offset,
            expected: expected,
            found: found ?? (width == 0 ? "end of input" : "'\(character)'"),
            excerpt: "\(before)[\(character)]\(after)"
        )
    }

    /// The whole text, or in a configuration file the line of the fault.
    private var excerptRange: Range<Int> {
        guard isBlock else { return 0..<text.count }
        let start = text[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = text[offset...].firstIndex(of: 0x0A) ?? text.count
        return start..<end
    }

    /// How many bytes the UTF-8 character at `offset` has; 0 at the end, 1 when it is broken.
    private func characterWidth(at offset: Int) -> Int {
        guard offset < text.count else { return 0 }
        let claimed = max(1, min((~text[offset]).leadingZeroBitCount, 4))
        let rest = text[offset...].dropFirst().prefix(claimed - 1)
        return rest.count == claimed - 1 && rest.allSatisfy { $0 & 0xC0 == 0x80 } ? claimed : 1
    }
}

/// A byte compared with an ASCII character reads better than with its number.
private func == (byte: UInt8?, scalar: Unicode.Scalar) -> Bool { byte.map(UInt32.init) == scalar.value }
private func == (byte: UInt8, scalar: Unicode.Scalar) -> Bool { UInt32(byte) == scalar.value }
private func != (byte: UInt8, scalar: Unicode.Scalar) -> Bool { UInt32(byte) != scalar.value }
