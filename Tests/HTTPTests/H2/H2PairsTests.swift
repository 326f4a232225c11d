// RFC 9113, 8.2 and 8.3: do the lines of HTTP/1.1 become the pairs of HTTP/2?

import Bytes
import HTTP
import Testing

extension H2Pairs {
    /// Every pair as `name=value`.
    fileprivate var all: [String] { (0..<count).map { "\(self[$0].name)=\(self[$0].value)" } }
}

@Suite struct H2PairsTests {
    private func request(_ lines: String, protocolName: String? = nil) -> [String]? {
        var pairs = H2Pairs()
        let isRead = lines.withByteView { lines in
            if let protocolName {
                return protocolName.withByteView { pairs.readRequest(lines, scheme: "https", protocolName: $0) }
            }
            return pairs.readRequest(lines, scheme: "https")
        }
        return isRead ? pairs.all : nil
    }

    private func response(_ lines: String) -> [String]? {
        var pairs = H2Pairs()
        return lines.withByteView { pairs.readResponse($0) } ? pairs.all : nil
    }

    @Test func `a request line and Host become pseudo-header fields`() {
        let lines = "GET /a?b HTTP/1.1\r\nhost: a.example:8\r\nX-Request-Id: Q1\r\naccept: */*\r\n\r\n"
        #expect(
            request(lines) == [
                ":method=GET", ":scheme=https", ":path=/a?b", ":authority=a.example:8", "x-request-id=Q1", "accept=*/*",
            ]
        )
        #expect(
            request("OPTIONS * HTTP/1.1\r\na: b\r\nHost: c\r\n") == [
                ":method=OPTIONS", ":scheme=https", ":path=*", ":authority=c", "a=b",
            ]
        )
    }

    @Test func `without Host there is no authority`() {
        #expect(request("GET / HTTP/1.1\r\na: b\r\n") == [":method=GET", ":scheme=https", ":path=/", "a=b"])
        #expect(request("GET / HTTP/1.1\r\nhost: \r\na: b\r\n") == [":method=GET", ":scheme=https", ":path=/", "a=b"])
        #expect(request("GET / HTTP/1.1\r\n") == [":method=GET", ":scheme=https", ":path=/"])
    }

    @Test func `a protocol makes an extended CONNECT`() {
        #expect(
            request("CONNECT /chat HTTP/1.1\r\nhost: a\r\nb: c\r\n", protocolName: "websocket") == [
                ":method=CONNECT", ":scheme=https", ":path=/chat", ":protocol=websocket", ":authority=a", "b=c",
            ]
        )
    }

    @Test func `what concerns a connection stays behind, and TE only says trailers`() {
        let lines = """
            GET / HTTP/1.1\r\nhost: a\r\nConnection: close\r\nkeep-alive: 5\r\nProxy-Connection: close\r
            transfer-encoding: chunked\r\nupgrade: h2c\r\nhttp2-settings: x\r\nTE: gzip\r\nte: Trailers\r\nb: c\r\n\r\n
            """
        let kept = request(lines)?.dropFirst(4)
        #expect(kept == ["te=Trailers", "b=c"])
    }

    @Test func `a status line becomes one pair`() {
        #expect(response("HTTP/1.1 200 OK\r\nServer: A\r\n\r\n") == [":status=200", "server=A"])
        #expect(response("HTTP/1.1 299 \r\n\r\n") == [":status=299"])
        #expect(response("HTTP/1.1 103 Early Hints\r\nlink: a\r\n") == [":status=103", "link=a"])
    }

    @Test func `trailers are pairs alone`() {
        var pairs = H2Pairs()
        let isRead = "Grpc-Status: 0\r\ngrpc-message: \r\n".withByteView { pairs.readTrailers($0) }
        let all = pairs.all
        #expect(isRead && all == ["grpc-status=0", "grpc-message="])
        let isEmptyRead = ByteView.empty.array.withByteView { pairs.readTrailers($0) }
        let count = pairs.count
        #expect(isEmptyRead && count == 0)
    }

    @Test(arguments: [
        "", "GET", "GET /", "GET / HTTP/1.1", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\na", "GET / HTTP/1.1\r\na:c\r\n",
        "GET / HTTP/1.1\r\na: b\rc: d\r\n", "GET / HTTP/1.1\r\n: b\r\n", " / HTTP/1.1\r\n", "GET  HTTP/1.1\r\n",
        "GET / HTTP/1.1\r\na: b",
    ])
    func `lines that are not well formed give no pairs`(lines: String) {
        #expect(request(lines) == nil)
    }

    @Test(arguments: ["", "HTTP/1.1", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\n", "HTTP/1.1-200 OK\r\n"])
    func `status lines that are not well formed give no pairs`(lines: String) {
        #expect(response(lines) == nil)
    }

    @Test func `names of every length and case are lowered, values are not`() {
        let names = (1...40).map { String(repeating: "Ab-Z[@", count: 7).filter { $0 != "[" && $0 != "@" }.prefix($0) }
        let lines = names.map { "\($0): \($0)\r\n" }.joined()
        var pairs = H2Pairs()
        _ = lines.withByteView { pairs.readTrailers($0) }
        let all = pairs.all
        #expect(all == names.map { "\($0.lowercased())=\($0)" })
    }

    @Test func `more fields than ever before are no trouble`() {
        var pairs = H2Pairs()
        for count in [1, 64, 200, 3] {
            let lines = (0..<count).map { "N\($0): v\($0)\r\n" }.joined()
            _ = lines.withByteView { pairs.readTrailers($0) }
            let all = pairs.all
            #expect(all == (0..<count).map { "n\($0)=v\($0)" })
        }
    }
}
