// What stands next in a JSON text?

import Bytes

/// Pulls values out of one JSON text (RFC 8259), strictly and with bounded depth.
///
/// The caller drives it: `beginObject`, then `nextName` until it answers nil, and so on. A step that does not fit the
/// text throws and leaves the scanner unusable. Two readings follow Zipkin's server, which takes them too: a number
/// where a string is wanted is its own text, and a quoted whole number is a number.
public struct JSONScanner {
    /// Deeper texts are refused; a span list needs 5.
    public static let maximumDepth = 64

    /// What the next value is, by its first byte.
    public enum Kind: String, Sendable {
        case object = "BEGIN_OBJECT"
        case array = "BEGIN_ARRAY"
        case string = "STRING"
        case number = "NUMBER"
        case boolean = "BOOLEAN"
        case null = "NULL"
    }

    /// One open object or array: how many members were begun, and where the last name stands.
    private struct Frame {
        var isArray: Bool
        var members = 0
        var name = 0..<0
    }

    private let bytes: [UInt8]
    private var at = 0
    private var frames: [Frame] = []

    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    // MARK: Structure

    public mutating func beginObject() throws(JSONError) { try begin(.object, isArray: false) }
    public mutating func beginArray() throws(JSONError) { try begin(.array, isArray: true) }

    /// The next member's name, its value being next; nil when the object has ended.
    public mutating func nextName() throws(JSONError) -> String? {
        guard try advance(closing: UInt8(ascii: "}")) else { return nil }
        guard peek() == UInt8(ascii: "\"") else { throw malformed }
        let start = at
        let name = try scanString()
        frames[frames.count - 1].name = start + 1..<at - 1
        guard peek() == UInt8(ascii: ":") else { throw malformed }
        at += 1
        return name
    }

    /// Whether another element follows; false when the array has ended.
    public mutating func nextElement() throws(JSONError) -> Bool { try advance(closing: UInt8(ascii: "]")) }

    /// Makes sure that nothing but white space follows the value that was read.
    public mutating func end() throws(JSONError) {
        guard frames.isEmpty, peek() == nil else { throw malformed }
    }

    // MARK: Values

    public mutating func kind() throws(JSONError) -> Kind {
        switch peek() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case let byte?: if ASCII.isDigit(byte) { return .number }
        case nil: break
        }
        throw malformed
    }

    /// Skips a null if one is next, and says whether it did.
    public mutating func skipNull() throws(JSONError) -> Bool {
        guard try kind() == .null else { return false }
        try literal("null")
        return true
    }

    public mutating func string() throws(JSONError) -> String {
        switch try kind() {
        case .string: return try scanString()
        case .number: return text(try scanNumber())
        case let other: throw .wrongKind(wanted: "a string", found: other, path: path)
        }
    }

    public mutating func integer() throws(JSONError) -> Int64 {
        let digits: String
        switch try kind() {
        case .number: digits = text(try scanNumber())
        case .string: digits = try scanString()
        case let other: throw .wrongKind(wanted: "a long", found: other, path: path)
        }
        if let whole = Int64(digits) { return whole }
        // 1e3 and 2.0 are whole numbers too; the bound is where a Double stops to know its units.
        guard let number = Double(digits), number == number.rounded(), abs(number) < 9_007_199_254_740_992 else {
            throw .notWhole(digits, path: path)
        }
        return Int64(number)
    }

    public mutating func boolean() throws(JSONError) -> Bool {
        let kind = try kind()
        guard kind == .boolean else { throw .wrongKind(wanted: "a boolean", found: kind, path: path) }
        let isTrue = bytes[at] == UInt8(ascii: "t")
        try literal(isTrue ? "true" : "false")
        return isTrue
    }

    /// Reads past the next value, whatever it is.
    public mutating func skip() throws(JSONError) {
        switch try kind() {
        case .object:
            try beginObject()
            while try nextName() != nil { try skip() }
        case .array:
            try beginArray()
            while try nextElement() { try skip() }
        case .string: _ = try scanString()
        case .number: _ = try scanNumber()
        case .boolean: _ = try boolean()
        case .null: try literal("null")
        }
    }

    /// Where the scanner stands, such as `$[0].tags.error`.
    public var path: String {
        var path = "$"
        for frame in frames {
            if frame.isArray {
                path += "[\(max(0, frame.members - 1))]"
            } else if !frame.name.isEmpty {
                path += "." + text(frame.name)
            }
        }
        return path
    }

    // MARK: Steps

    private var malformed: JSONError { .malformed(offset: min(at, bytes.count)) }

    /// The next byte that is not white space, without taking it.
    private mutating func peek() -> UInt8? {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func begin(_ wanted: Kind, isArray: Bool) throws(JSONError) {
        let found = try kind()
        guard found == wanted else { throw .wrongKind(wanted: wanted.rawValue, found: found, path: path) }
        guard frames.count < Self.maximumDepth else { throw .tooDeep(limit: Self.maximumDepth) }
        at += 1
        frames.append(Frame(isArray: isArray))
    }

    /// Moves to the next member of the innermost frame, or closes the frame and answers false.
    private mutating func advance(closing: UInt8) throws(JSONError) -> Bool {
        precondition(!frames.isEmpty, "A member is asked for outside of any object or array.")
        let byte = peek()
        if byte == closing {
            at += 1
            frames.removeLast()
            return false
        }
        if frames[frames.count - 1].members > 0 {
            guard byte == UInt8(ascii: ",") else { throw malformed }
            at += 1
            guard let next = peek(), next != closing else { throw malformed }
        }
        frames[frames.count - 1].members += 1
        return true
    }

    private mutating func literal(_ word: StaticString) throws(JSONError) {
        for byte in ByteView(word).array {
            guard at < bytes.count, bytes[at] == byte else { throw malformed }
            at += 1
        }
    }

    /// The range of a number of exactly the grammar of RFC 8259, 6.
    private mutating func scanNumber() throws(JSONError) -> Range<Int> {
        let start = at
        if current == UInt8(ascii: "-") { at += 1 }
        let leadsWithZero = current == UInt8(ascii: "0")
        let whole = skipDigits()
        guard whole > 0, !(leadsWithZero && whole > 1) else { throw malformed }
        if current == UInt8(ascii: ".") {
            at += 1
            guard skipDigits() > 0 else { throw malformed }
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            at += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { at += 1 }
            guard skipDigits() > 0 else { throw malformed }
        }
        return start..<at
    }

    private var current: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipDigits() -> Int {
        let start = at
        while let byte = current, ASCII.isDigit(byte) { at += 1 }
        return at - start
    }

    /// The string that begins at `at`, which is its opening quote. Most strings hold no escape and are copied whole.
    private mutating func scanString() throws(JSONError) -> String {
        let start = at + 1
        at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                at += 1
                return text(start..<at - 1)
            case UInt8(ascii: "\\"): return try scanEscapedString(from: start)
            case 0..<0x20: throw malformed
            default: at += 1
            }
        }
        throw malformed
    }

    private mutating func scanEscapedString(from start: Int) throws(JSONError) -> String {
        var plain = Array(bytes[start..<at])
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: plain, as: UTF8.self)
            case UInt8(ascii: "\\"): try scanEscape(into: &plain)
            case 0..<0x20: throw malformed
            default: plain.append(byte)
            }
        }
        throw malformed
    }

    private mutating func scanEscape(into plain: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw malformed }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): plain.append(contentsOf: String(try scanCodePoint()).utf8)
        default: throw malformed
        }
    }

    /// The character of `\uXXXX` or of two such that form a surrogate pair; a lone half becomes U+FFFD.
    private mutating func scanCodePoint() throws(JSONError) -> Character {
        let first = try scanHex4()
        guard first & 0xFC00 == 0xD800 else { return Character(Unicode.Scalar(first) ?? "\u{FFFD}") }
        let mark = at
        if current == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u") {
            at += 2
            let second = try scanHex4()
            if second & 0xFC00 == 0xDC00 {
                let value = 0x10000 + ((first & 0x3FF) << 10 | second & 0x3FF)
                return Character(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            at = mark
        }
        return "\u{FFFD}"
    }

    private mutating func scanHex4() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw malformed }
            value = value << 4 | UInt32(digit)
            at += 1
        }
        return value
    }

    /// Reads bytes as UTF-8, with U+FFFD for what is not.
    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}
