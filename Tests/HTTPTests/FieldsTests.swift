// Are fields found by name, in their order, and told apart by who may pass them on?

import Bytes
import HTTP
import Testing

@Suite struct `Fields of a message` {
    private func withFields(_ lines: String, _ body: (borrowing Fields) -> Void) throws {
        var head = RequestHead(limits: H1Limits())
        try Array("GET / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n".utf8).withByteView { view in
            _ = try H1RequestParser.parse(view, into: &head, limits: H1Limits())
            body(head.fields)
        }
    }

    @Test func `fields are found by number, by name and by unknown name`() throws {
        try withFields("B3: 0\r\nX-A: 1\r\nb3: 1\r\nx-a: 2\r\n") { fields in
            #expect(fields.count == 5 && fields.contains(.b3) && !fields.contains(.via) && fields.contains(.other))
            #expect(fields.first(.b3).map { String($0) } == "0" && fields.count(of: .b3) == 2 && fields.isRepeated(.b3))
            #expect(fields.first(named: ByteView("X-a")).map { String($0) } == "1")
            #expect(fields.first(named: ByteView("HOST")).map { String($0) } == "a")
            #expect(
                fields.first(named: ByteView("x-b")) == nil && fields.first(.via) == nil && fields.count(of: .via) == 0
            )
            #expect(
                fields[1].id == .b3 && fields[2].id == .other && fields[2].name == "X-A" && !fields.isRepeated(.host)
            )
            #expect(fields.firstIndex(of: .b3, from: 2) == 3 && fields.id(at: 0) == .host)
        }
    }

    @Test(arguments: [
        ("Connection: close\r\n", "Connection", true), ("", "TE", true), ("", "Upgrade", true),
        ("", "Proxy-Authorization", true),
        ("Connection: X-Hop\r\n", "x-hop", true), ("Connection: close\r\nConnection: a ,x-HOP\r\n", "X-Hop", true),
        ("Connection: x-hopper\r\n", "X-Hop", false), ("Connection: host\r\n", "Host", false), ("", "X-Hop", false),
        ("", "Via", false),
    ])
    func `a field ends here by its name or because Connection names it`(lines: String, name: String, isHopByHop: Bool)
        throws
    {
        try withFields(lines) { fields in
            name.withByteView { name in
                let field = Field(id: FieldName(recognising: name), name: name, value: .empty)
                #expect(fields.isHopByHop(field) == isHopByHop)
            }
        }
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a,b", ["a", "b"]), (" a ,\t,b,, c ", ["a", "b", "c"]), (",", []), (" , ", []),
        ("a b,c", ["a b", "c"]),
    ])
    func `a list has its elements trimmed and no empty ones`(value: String, elements: [String]) {
        #expect(value.withByteView { view in view.listElements.map { String($0) } } == elements)
    }
}
