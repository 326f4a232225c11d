// Does one look-up find what the table says?

import Routing
import Testing

@Suite struct DtabTests {
    @Test(arguments: [
        ("/svc=>/a;/svc/web=>/b;/svc=>/c", "/svc/web", "/c/web | /b | /a/web"),
        ("/foo=>/bar", "/food", "~"),
        ("/=>/x", "/any/thing", "/x/any/thing"),
        ("/a/*=>/d", "/a", "~"),
        ("/a/*=>/d", "/a/b/c", "/d/c"),
        ("/\\x2a=>/d", "/a", "~"),
        ("/a=>~", "/a", "~"),
        ("/a=>~;/a=>~", "/a", "~ | ~"),
        ("/a=>0.7*/b & !", "/a/x", "0.70*/b/x & !"),
        ("", "/a", "~"),
    ])
    func `later entries come first, and the rest of the name is kept`(dtab: String, name: String, tree: String) throws {
        let found = try Dtab(parsing: dtab).lookup(DtabPath(parsing: name))
        #expect(found.description == tree)
    }

    @Test func `an added table comes later and wins`() throws {
        let both = try Dtab(parsing: "/a=>/b") + Dtab(parsing: "/a=>/c")
        #expect(both.lookup(DtabPath(["a"])).description == "/c | /b")
    }

    @Test(
        arguments: [
            ("/ok & ~ & /blah & $", ["/blah", "/ok"]), ("~ | $ | /blah", []), ("! | /ok", nil),
            ("~ & ~ & (~ | ~)", nil),
            ("(! & !) | /ok", ["/ok"]), ("0*/a & /b", ["/a", "/b"]),
        ] as [(String, [String]?)]
    )
    func `a tree is evaluated to its usable leaves`(text: String, leaves: [String]?) throws {
        let found = try NameTree<DtabPath>(parsing: text).leaves?.map(\.description).sorted()
        #expect(found == leaves)
    }
}
