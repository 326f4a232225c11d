// Do field sections keep their text, each its own, while others come and go?

import Bytes
import HTTP
import Testing

@Suite struct H2SectionsTests {
    @Test func `a section reads as lines`() {
        var sections = H2Sections()
        let one = section(of: [(":path", "/"), ("a", "b"), ("c", "")], in: &sections)
        let two = section(of: [("d", "e")], in: &sections)
        let texts = [String(sections.text(of: one)), String(sections.text(of: two))]
        #expect(texts == [":path: /\r\na: b\r\nc: \r\n", "d: e\r\n"])
        #expect(one.count == 2 && one.listBytes == 3 * 32 + 6 + 2 + 1 && !one.isTooLarge)
        let name = String(sections.field(at: 0, of: two).name)
        #expect(name == "d")
    }

    @Test func `the fields of a head are copied in one run`() throws {
        var sections = H2Sections()
        let pairs = plainRequest + [("accept", "*/*"), ("x", "y"), ("te", "trailers"), ("z", "")]
        let section = section(of: pairs, in: &sections)
        var head = RequestHead(limits: H1Limits())
        try H2RequestReader.read(
            section,
            of: sections,
            endsStream: true,
            isSecure: true,
            into: &head,
            limits: H1Limits()
        )
        var out = ByteBuffer()
        H1Serializer.fields(head.fields, except: [], into: &out)
        let written = String(out.readable)
        #expect(written == "accept: */*\r\nx: y\r\nz: \r\n")
    }

    @Test func `many sections of any size keep what they were given`() throws {
        var sections = H2Sections()
        var random = SeededRandom(seed: 7)
        for _ in 0..<20 {
            sections.clear()
            var kept: [(H2Section, [Pair])] = []
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let pairs: [Pair] = (0..<Int.random(in: 0...30, using: &random)).map { index in
                    let name = String(repeating: "n", count: Int.random(in: 1...40, using: &random))
                    return (name, String(repeating: "v", count: Int.random(in: 0...300, using: &random)) + "\(index)")
                }
                kept.append((section(of: pairs, in: &sections), pairs))
            }
            for (section, pairs) in kept {
                try #require(section.count == pairs.count)
                for (index, pair) in pairs.enumerated() {
                    let field = sections.field(at: index, of: section)
                    #expect(String(field.name) == pair.name && String(field.value) == pair.value)
                }
            }
        }
    }

    @Test func `names of every length are judged byte by byte`() {
        var sections = H2Sections()
        for count in 1...40 {
            for at in 0..<count {
                var name = [UInt8](repeating: UInt8(ascii: "a"), count: count)
                for (byte, fault) in [
                    (UInt8(ascii: "_"), nil), (UInt8(ascii: "A"), H2MessageError.upperCaseFieldName),
                    (UInt8(ascii: " "), .h1(.invalidFieldName)), (0x80, .h1(.invalidFieldName)),
                    (UInt8(ascii: "9"), nil), (UInt8(ascii: "Z"), .upperCaseFieldName), (UInt8(ascii: "~"), nil),
                ] as [(UInt8, H2MessageError?)] {
                    name[at] = byte
                    sections.clear()
                    sections.begin(headBytes: 1000, fields: 1)
                    name.withByteView { sections.add(name: $0, value: .empty) }
                    #expect(sections.end().fault == fault)
                }
            }
        }
    }

    @Test func `nothing is kept behind a fault, but all is counted`() {
        var sections = H2Sections()
        let section = section(of: [("a", "b"), ("C", "d"), ("e", "f")], in: &sections)
        let text = String(sections.text(of: section))
        #expect(text == "a: b\r\n")
        #expect(section.listBytes == 3 * 34 && section.fault == .upperCaseFieldName)
    }

    @Test func `a section that is too large holds no more than it may`() {
        var sections = H2Sections()
        let long = String(repeating: "x", count: 5000)
        let pairs = [Pair](repeating: ("a", long), count: 100)
        let section = section(of: pairs, in: &sections, headBytes: 16_384)
        #expect(section.isTooLarge && section.listBytes == 100 * 5033)
        let kept = sections.text.count
        #expect(kept <= 16_384)
    }

    @Test func `no section is taken out when none is open`() {
        var sections = H2Sections()
        let isOpen = sections.suspend() != nil
        #expect(!isOpen)
    }
}
