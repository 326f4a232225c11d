// Which heads begin a tunnel, and what do they say to the other side?

import Bytes
import HTTP
import Testing
import Wire

@testable import Proxy

@Suite struct TunnelFieldsTests {
    private func asks(_ lines: [String]) throws -> Bool {
        let limits = H1Limits()
        var head = RequestHead(limits: limits)
        return try (lines + ["Host: h", "", ""]).joined(separator: "\r\n").withByteView { view in
            try H1RequestParser.parse(view, into: &head, limits: limits)
            return TunnelFields.asksForWebSocket(head)
        }
    }

    @Test(arguments: [
        ["Connection: Upgrade", "Upgrade: websocket"], ["Connection: keep-alive, upgrade", "Upgrade: WebSocket"],
        ["Connection: x", "Connection: UPGRADE", "Upgrade: WEBSOCKET "],
    ])
    func `a GET that names websocket alone asks for it`(fields: [String]) throws {
        #expect(try asks(["GET / HTTP/1.1"] + fields))
    }

    @Test(arguments: [
        ["GET / HTTP/1.1", "Upgrade: websocket"], ["GET / HTTP/1.1", "Connection: Upgrade"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: h2c"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket, h2c"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket/13"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Upgrade: h2c"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Upgrade: websocket"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: "],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websockets"],
        ["GET / HTTP/1.0", "Connection: Upgrade", "Upgrade: websocket"],
        ["HEAD / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket"],
        ["POST / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Content-Length: 1"],
        ["GET / HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", "Transfer-Encoding: chunked"],
    ])
    func `anything else does not`(lines: [String]) throws {
        #expect(try !asks(lines))
    }

    private static let agreement = ["Connection: Upgrade", "Upgrade: websocket"]
    private static let key = WebSocketKey(0x7468_6520_7361_6D70, 0x6C65_206E_6F6E_6365)

    @Test(arguments: [
        (agreement, true), (["Connection: close, upgrade", "Upgrade: WebSocket"], true),
        (["Upgrade: websocket"], false),
        (["Connection: Upgrade"], false), (["Connection: Upgrade", "Upgrade: h2c"], false),
        (["Connection: Upgrade", "Upgrade: websocket, foo"], false), ([], false),
    ])
    func `an agreement names websocket alone, and says that it concerns the connection`(
        row: (fields: [String], agrees: Bool)
    ) throws {
        #expect(try read(row.fields).agrees == row.agrees)
    }

    @Test(arguments: [
        (["Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="], true), (["Sec-WebSocket-Accept: x"], false),
        ([], false),
    ])
    func `a key of ours wants its answer`(row: (fields: [String], agrees: Bool)) throws {
        #expect(try read(Self.agreement + row.fields, ours: Self.key).agrees == row.agrees)
    }

    /// Whether an answer with these fields agrees, and what the client is told then.
    private func read(
        _ fields: [String],
        ours: WebSocketKey? = nil,
        isStream: Bool = false,
        theirs: String = ""
    ) throws -> (agrees: Bool, told: [String]) {
        let limits = H1Limits()
        var head = ResponseHead(limits: limits)
        let text = (["HTTP/1.1 101 Switching Protocols"] + fields + ["", ""]).joined(separator: "\r\n")
        return try Array(text.utf8).withByteView { view in
            try H1ResponseParser.parse(view, into: &head, requestMethod: .get, limits: limits)
            let agrees = TunnelFields.agrees(head, to: ours)
            var out = ByteBuffer()
            let key = Array(theirs.utf8)
            key.withByteView { key in
                TunnelFields.appendAnswer(
                    head,
                    isStream: isStream,
                    answering: key.isEmpty ? nil : key,
                    viaLine: ResponseWriter.viaHTTP1,
                    to: &out
                )
            }
            return (agrees, String(out.readable).split(separator: "\r\n" as Character).map(String.init))
        }
    }

    @Test func `the client is told in its own protocol`() throws {
        let fields = Self.agreement + ["Content-Length: 5", "X-Own: 1", "Sec-WebSocket-Accept: abc"]
        #expect(
            try read(fields).told == [
                "HTTP/1.1 101 Switching Protocols", "X-Own: 1", "Sec-WebSocket-Accept: abc", "connection: Upgrade",
                "upgrade: websocket", "via: 1.1 headgate",
            ]
        )
        #expect(try read(fields, isStream: true).told == ["HTTP/1.1 200 OK", "X-Own: 1", "via: 1.1 headgate"])
        #expect(
            try read(fields, theirs: "dGhlIHNhbXBsZSBub25jZQ==").told.contains(
                "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
            )
        )
    }

    @Test func `a head of HTTP/1.1 becomes one of CONNECT, without the handshake`() {
        let head = [
            "GET /chat?a:b HTTP/1.1", "host: h", "SEC-WebSocket-Key:  dGhl ", "sec-websocket-version: 13",
            "upgrade: websocket", "",
        ].joined(separator: "\r\n")
        head.withByteView { lines in
            var out = ByteBuffer()
            TunnelFields.appendConnect(lines, to: &out)
            #expect(
                String(out.readable)
                    == "CONNECT /chat?a:b HTTP/1.1\r\nhost: h\r\nsec-websocket-version: 13\r\nupgrade: websocket\r\n"
            )
            #expect(TunnelFields.key(in: lines).map { String($0) } == "dGhl")
        }
        "GET / HTTP/1.1\r\nhost: h\r\n".withByteView { #expect(TunnelFields.key(in: $0) == nil) }
    }
}
