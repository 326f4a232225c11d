// RFC 8259.

import Archive
import Testing

@Suite struct JSONScannerTests {
    /// Reads a whole text as one value of any kind.
    private func accepts(_ text: String) -> Bool {
        var scanner = JSONScanner(Array(text.utf8))
        do {
            try scanner.skip()
            try scanner.end()
            return true
        } catch {
            return false
        }
    }

    @Test(arguments: [
        "{}", "[]", " [ ] ", "[1,2]", #"{"a":1,"b":[true,false,null]}"#, #""""#, #""\u00e9\n\"""#, "0", "-0", "1.5e-3",
        "\t\r\n{\"a\" : { } }\n",
    ])
    func `a well-formed text is read whole`(text: String) { #expect(accepts(text)) }

    @Test(arguments: [
        "", "[", "]", "{", "}", "[,]", "[1,]", "[1 2]", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{a:1}"#,
        #"{"a":1 "b":2}"#,
        "01", "1.", ".5", "1e", "+1", "--1", "nul", "True", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"a\nb\"", "[] []",
        "[]x", "[1}", #"{"a":1]"#, "NaN",
    ])
    func `a malformed text is refused`(text: String) { #expect(!accepts(text)) }

    @Test func `every prefix of a text is refused`() {
        let text = #"[{"a":"\u0041","b":[-1.5e3,true,null],"c":{}}]"#
        #expect(accepts(text))
        for length in 0..<text.utf8.count { #expect(!accepts(String(text.prefix(length)))) }
    }

    @Test func `depth is bounded`() {
        let deepest = JSONScanner.maximumDepth
        #expect(accepts(String(repeating: "[", count: deepest) + String(repeating: "]", count: deepest)))
        #expect(!accepts(String(repeating: "[", count: deepest + 1) + String(repeating: "]", count: deepest + 1)))
        #expect(!accepts(String(repeating: "[", count: 100_000)))
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00""#, "😀"), (#""\ud83d""#, "\u{FFFD}"), (#""\ud83dx""#, "\u{FFFD}x"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"), (#""\ude00""#, "\u{FFFD}"), ("12", "12"), ("-1.50", "-1.50"),
    ])
    func `a string is read with its escapes`(text: String, value: String) throws {
        var scanner = JSONScanner(Array(text.utf8))
        let read = try scanner.string()
        #expect(read == value)
        try scanner.end()
    }

    @Test(arguments: [
        ("1", 1), ("-7", -7), (#""42""#, 42), ("1e3", 1000), ("2.0", 2), ("9223372036854775807", Int64.max),
    ])
    func `a whole number is read in every form`(text: String, value: Int64) throws {
        var scanner = JSONScanner(Array(text.utf8))
        let read = try scanner.integer()
        #expect(read == value)
    }

    @Test(arguments: ["1.5", "1e300", "9223372036854775808", #""x""#, #""""#, "true", "null", "[]"])
    func `what is no whole number is refused as one`(text: String) {
        var scanner = JSONScanner(Array(text.utf8))
        var failed = false
        do { _ = try scanner.integer() } catch { failed = true }
        #expect(failed)
    }

    @Test func `the path names where a value stands`() throws {
        var scanner = JSONScanner(Array(#"[{"a":1},{"tags":{"x":null}}]"#.utf8))
        try scanner.beginArray()
        _ = try scanner.nextElement()
        try scanner.skip()
        _ = try scanner.nextElement()
        try scanner.beginObject()
        _ = try scanner.nextName()
        try scanner.beginObject()
        _ = try scanner.nextName()
        #expect(scanner.path == "$[1].tags.x")
    }
}
