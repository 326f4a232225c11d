// Are requests to the gateway itself read right, whatever the pieces they come in?

import Bytes
import Connection
import HTTP
import Testing
import Wire

@Suite struct LocalRequestReaderTests {
    private static let peer = SocketAddress.ip(.loopback4, port: 4000)

    /// What a reader says when the bytes come in these pieces, as text.
    private static func steps(_ pieces: [[UInt8]], limits: LocalLimits = LocalLimits()) -> [String] {
        var reader = LocalRequestReader(limits: limits, peer: peer)
        var steps: [String] = []
        for piece in pieces {
            reader.append(piece)
            loop: while true {
                switch reader.next() {
                case .needMore: break loop
                case .expectsContinue: steps.append("continue")
                case .failed(let error):
                    steps.append("failed \(error.status)")
                    return steps
                case .request(let request, let keepAlive): steps.append(describe(request, keepAlive))
                }
            }
        }
        return steps
    }

    private static func describe(_ request: LocalRequest, _ keepAlive: Bool) -> String {
        let body = String(decoding: request.body, as: UTF8.self)
        let query = request.query.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
        return "\(request.method) \(request.path) [\(query)] '\(body)' \(keepAlive ? "stays" : "goes")"
    }

    private static let dialogues: [(text: String, steps: [String])] = [
        ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", ["get / [] '' stays"]),
        ("GET /a/../b?x=1&y=%20z+w HTTP/1.1\r\nHost: a\r\n\r\n", ["get /b [x=1;y= z w] '' stays"]),
        ("HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", ["head /x [] '' goes"]),
        ("GET / HTTP/1.0\r\n\r\n", ["get / [] '' goes"]),
        ("POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", ["post /p [] 'hello' stays"]),
        (
            "POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
            ["post /p [] 'hello' stays"]
        ),
        (
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nokGET /3 HTTP/1.1\r\nHost: a\r\n\r\n",
            ["get /1 [] '' stays", "post /2 [] 'ok' stays", "get /3 [] '' stays"]
        ),
        ("GET / HTTP/1.1\r\n\r\n", ["failed 400"]),
        ("GET / HTTP/1.1\nHost: a\n\n", ["failed 400"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", ["failed 400"]),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", ["failed 400"]),
        ("GET / HTTP/3.0\r\nHost: a\r\n\r\n", ["failed 505"]),
    ]

    @Test(arguments: dialogues.indices)
    func `a dialogue reads the same whole, byte by byte and split anywhere`(index: Int) {
        let (text, expected) = Self.dialogues[index]
        let bytes = Array(text.utf8)
        #expect(Self.steps([bytes]) == expected)
        #expect(Self.steps(bytes.map { [$0] }) == expected)
        for cut in 1..<bytes.count {
            #expect(Self.steps([Array(bytes[..<cut]), Array(bytes[cut...])]) == expected, "cut at \(cut)")
        }
    }

    @Test func `a client that waits for permission is told once, and only while its body is missing`() {
        let head = Array("PUT /u HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n".utf8)
        #expect(Self.steps([head, [0x61], [0x62, 0x63]]) == ["continue", "put /u [] 'abc' stays"])
        #expect(Self.steps([head + [0x61, 0x62, 0x63]]) == ["put /u [] 'abc' stays"])
    }

    @Test func `a body over the limit is refused before it is asked for`() {
        var limits = LocalLimits()
        limits.bodyBytes = 4
        let announced = "PUT /u HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
        #expect(Self.steps([Array(announced.utf8)], limits: limits) == ["failed 413"])
        let chunked =
            "PUT /u HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\nabc\r\n0\r\n\r\n"
        #expect(Self.steps([Array(chunked.utf8)], limits: limits) == ["failed 413"])
    }

    @Test func `fields and parameters are found by name`() {
        var reader = LocalRequestReader(limits: LocalLimits(), peer: Self.peer)
        reader.append(Array("GET /a/b%20c/?k=1&k=2&e HTTP/1.1\r\nHost: a\r\nX-One: 1\r\n\r\n".utf8))
        guard case .request(let request, _) = reader.next() else { Issue.record("no request"); return }
        #expect(request.header("x-ONE") == "1" && request.header("none") == nil)
        #expect(request.parameter("k") == "1" && request.parameter("e") == "" && request.parameter("x") == nil)
        #expect(request.segments == ["a", "b c", ""])
        #expect(request.peer == Self.peer)
    }

    @Test(
        arguments: [
            ("", []), ("a", ["a="]), ("a=b=c", ["a=b=c"]), ("&&a=1&", ["a=1"]), ("a=%zz%4", ["a=%zz%4"]),
            ("a=%c3%a4", ["a=ä"]), ("a=%ff", ["a=\u{FFFD}"]), ("a+b=c+d", ["a b=c d"]), ("%3D=%26", ["==&"]),
        ] as [(String, [String])]
    )
    func `a query is read as forms write it`(query: String, parameters: [String]) {
        #expect(QueryText.parameters(query).map { "\($0.name)=\($0.value)" } == parameters)
    }
}
