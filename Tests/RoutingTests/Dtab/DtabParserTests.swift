// Does the dtab language mean what Linkerd users expect, and are its faults found where they are?

import Bytes
import Routing
import Testing

@Suite struct DtabParserTests {
    @Test(arguments: [
        ("/", "/"), ("/svc/web", "/svc/web"), ("  /a # comment\n ", "/a"), ("/\\x66\\x6f\\x6F", "/foo"),
        ("/a\\x2fb", "/\\x61\\x2f\\x62"), ("/#/io.l5d.fs/x", "/#/io.l5d.fs/x"), ("/$/inet/1", "/$/inet/1"),
        ("/%/a-b_c:d.e", "/%/a-b_c:d.e"), ("/a#b", "/a#b"),
    ])
    func `a path is shown canonically, and its text reads back as itself`(text: String, shown: String) throws {
        let path = try DtabPath(parsing: text)
        #expect(path.description == shown)
        #expect(try DtabPath(parsing: shown) == path)
    }

    @Test(arguments: [
        ("/a | /b & /c", "/a | /b & /c"), ("(/a | /b) & /c", "(/a | /b) & /c"), ("/a & (/b & /c)", "/a & (/b & /c)"),
        ("/a | (/b | /c)", "/a | (/b | /c)"), ("((/a))", "/a"), ("2*/a", "/a"),
        ("0.7 * /a & 0.3 * /b", "0.70*/a & 0.30*/b"),
        (".5*/a&5.*/b", "0.50*/a & 5.00*/b"), ("~|!|$", "~ | ! | $"), ("$ & ~", "$ & ~"),
        ("3*(/a | !) & /b", "3.00*(/a | !) & /b"),
    ])
    func `a tree is shown canonically, and its text reads back as itself`(text: String, shown: String) throws {
        let tree = try NameTree<DtabPath>(parsing: text)
        #expect(tree.description == shown)
        #expect(try NameTree<DtabPath>(parsing: shown) == tree)
    }

    @Test(arguments: [
        (0.125, "0.13"), (0.005, "0.01"), (0.001, "0.00"), (0.999, "1.00"), (9.995, "10.00"), (0.00001, "0.00"),
        (12.0, "12.00"), (1e20, "100000000000000000000.00"), (0.0, "0.00"), (0.994, "0.99"), (1.005, "1.01"),
    ])
    func `a weight is rounded half up to two places`(weight: Double, shown: String) {
        let members = [WeightedTree(weight: weight, tree: NameTree<DtabPath>.fail), WeightedTree(tree: .negative)]
        #expect(NameTree.union(members).description == "\(shown)*! & ~")
    }

    @Test(arguments: [
        ("", 0, "simple", "end of input"), ("/a | ", 5, "simple", "end of input"), ("*", 0, "simple", "'*'"),
        ("/a /b", 3, "end of input", "'/'"), ("(/a", 3, "')'", "end of input"), ("5 /a", 2, "'*'", "'/'"),
        ("/a/", 3, "label char", "end of input"), ("/a/*", 3, "label char", "'*'"), ("/\\X41", 2, "'x'", "'X'"),
        ("/\\x4", 4, "hex char", "end of input"), ("0.1.2*/a", 3, "number char", "'.'"), (". * /a", 1, "weight", "'.'"),
        ("/a & é", 5, "simple", "'é'"), ("-1*/a", 0, "simple", "'-'"), ("1e2*/a", 1, "'*'", "'e'"),
        ("/a,", 2, "end of input", "','"),
    ])
    func `a faulty tree tells the place, what was expected and what was found`(
        text: String,
        offset: Int,
        expected: String,
        found: String
    ) {
        let error = #expect(throws: DtabError.self) { try NameTree<DtabPath>(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.expected == expected)
        #expect(error?.found == found)
    }

    @Test func `a fault quotes the text with the place in brackets`() {
        let error = #expect(throws: DtabError.self) { try Dtab(parsing: "/a=>/b,/c=>/d") }
        #expect(error?.description == "end of input expected but ',' found at '/a=>/b[,]/c=>/d'")
    }

    @Test func `nesting is limited, so that no text exhausts the stack`() throws {
        let deepest = DtabParser.maximumNesting
        let allowed = String(repeating: "(", count: deepest) + "/a" + String(repeating: ")", count: deepest)
        #expect(try NameTree<DtabPath>(parsing: allowed) == .leaf(DtabPath(["a"])))
        let error = #expect(throws: DtabError.self) { try NameTree<DtabPath>(parsing: "(" + allowed + ")") }
        #expect(error?.offset == deepest)
        #expect(throws: DtabError.self) {
            try NameTree<DtabPath>(parsing: String(repeating: "(", count: 1_000_000))
        }
    }

    @Test func `a weight beyond all numbers is refused`() {
        let error = #expect(throws: DtabError.self) {
            try NameTree<DtabPath>(parsing: String(repeating: "9", count: 400) + "*/a & /b")
        }
        #expect(error?.offset == 0)
    }

    @Test func `a semicolon may end a table but not stand alone`() throws {
        #expect(try Dtab(parsing: "/a=>/b;").entries.count == 1)
        #expect(try Dtab(parsing: " \n# nothing\n").entries.isEmpty)
        #expect(throws: DtabError.self) { try Dtab(parsing: ";") }
        #expect(throws: DtabError.self) { try Dtab(parsing: "/a=>/b;;") }
    }

    @Test func `every beginning of a table parses or fails inside of itself`() throws {
        let text = "/svc/*/x => 0.7 * /a\\x2a & (/b | !) ; # c\n/\\x2a=>~|$;"
        for length in 0...text.utf8.count {
            let piece = String(decoding: Array(text.utf8).prefix(length), as: UTF8.self)
            do throws(DtabError) {
                let dtab = try Dtab(parsing: piece)
                #expect(try Dtab(parsing: dtab.description).description == dtab.description)
            } catch {
                #expect((0...piece.utf8.count).contains(error.offset))
            }
        }
    }

    @Test func `random text never traps, and what parses prints as something that parses to the same`() {
        var random = Seeded(state: 7)
        let alphabet = Array("/a*~!|&()$#.5x\\;=> \n}é".utf8)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...14, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = DtabParser.block(in: bytes, from: Int.random(in: -1...16, using: &random))
            guard let dtab = try? Dtab(parsing: text) else { continue }
            #expect((try? Dtab(parsing: dtab.description))?.description == dtab.description, "\(text)")
        }
    }
}
