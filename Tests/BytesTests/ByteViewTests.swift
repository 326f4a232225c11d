// Does a view show exactly the bytes that it was cut to?

import Bytes
import Testing

@Suite struct `Byte view` {
    @Test(arguments: [
        ("", ""), ("a", "a"), (" a", "a"), ("a\t ", "a"), (" \t a b \t", "a b"), (" \t ", ""), ("\u{a0}a", "\u{a0}a"),
    ])
    func `trimming takes spaces and tabs from both ends and nothing else`(text: String, expected: String) {
        #expect(text.withByteView { String($0.trimmed) } == expected)
    }

    @Test func `slices know where they lie`() {
        "name: value".withByteView { view in
            let value = view.dropFirst(6)
            #expect(value == "value" && value != "name")
            #expect(view.range(of: value) == ByteRange(start: 6, count: 5))
            #expect(view[view.range(of: value)] == value)
            #expect(view.prefix(4).hasPrefix("na") && view.first == 0x6E && view.last == 0x65)
        }
    }

    @Test func `case is ignored for letters only`() {
        #expect(ByteView("ChUnKeD").equalsIgnoringCase("chunked"))
        #expect(!ByteView("@").equalsIgnoringCase("`"))
        #expect(!ByteView("chunke").equalsIgnoringCase("chunked"))
    }

    @Test func `views of the same bytes are equal wherever they are`() {
        let bytes = Array("equal".utf8)
        bytes.withByteView { view in #expect(view == "equal" && view == ByteView("equal") && view.array == bytes) }
        #expect(ByteView.empty == ByteView(""))
    }
}
