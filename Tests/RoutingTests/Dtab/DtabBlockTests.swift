// Is the dtab block of a configuration file read with the places of its entries and faults?

import Routing
import Testing

@Suite struct DtabBlockTests {
    /// Reads the block behind the first brace of `file`.
    private func block(_ file: String) -> DtabBlock {
        let bytes = Array(file.utf8)
        return DtabParser.block(in: bytes, from: bytes.firstIndex(of: UInt8(ascii: "{"))! + 1)
    }

    @Test func `entries end with their line or a semicolon, and the block with its brace`() {
        let file = """
            dtab {
                /svc => /#/dns/prod   # comment }
                /svc/web => 95 * /a
                    & 5 * /b          # goes on here
                    | !
                /x => /y ; /z => ~ }
            admin
            """
        let block = block(file)
        #expect(block.errors.isEmpty)
        #expect(block.dtab.description == "/svc=>/#/dns/prod;/svc/web=>95.00*/a & 5.00*/b | !;/x=>/y;/z=>~")
        #expect(file.utf8.dropFirst(block.end).starts(with: "}\nadmin".utf8))
        #expect(block.entries.map { Array(file.utf8)[$0.offset] } == Array("////".utf8))
    }

    @Test func `an empty block has no entries`() {
        #expect(block("dtab { }").dtab.entries.isEmpty)
        #expect(block("dtab {}").end == 6)
    }

    @Test func `two entries on one line need a semicolon`() {
        let block = block("dtab { /a => /b /c => /d\n/e => /f }")
        #expect(block.errors.map(\.expected) == ["';' or a new line"])
        #expect(block.errors.map(\.offset) == [16])
        #expect(block.dtab.description == "/e=>/f")
    }

    @Test func `all faults are gathered, and good entries between them kept`() {
        let file = "dtab {\n/a => ;\n/b => /c\n/d = /e\n   | /f\n/g => /h,\n}"
        let block = block(file)
        #expect(block.errors.map(\.offset) == [13, 28, 48])
        #expect(block.errors.map(\.excerpt) == ["/a => [;]", "/d =[ ]/e", "/g => /h[,]"])
        #expect(block.dtab.description == "/b=>/c")
        #expect(block.end == file.utf8.count - 1)
    }

    @Test func `a missing brace is found at the end of the text`() {
        let block = block("dtab { /a => /b\n")
        #expect(block.errors.isEmpty)
        #expect(block.end == 16)
    }
}
