// What does a client see of an answer that breaks off before any of it has left?

import TestSupport
import Testing

/// Everything that the origin says comes in one piece, so that the gateway knows of the end before its turn is over.
@Suite struct BrokenAnswerTests {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Broken: yes\r\n"
    private static let brokenBody = "Transfer-Encoding: chunked\r\n\r\n7\r\nhalf of\r\nnonsense\r\n"

    private static func origin(_ text: String = head + brokenBody) throws -> Origin { try Origin(.raw(text)) }

    @Test(arguments: DownSide.allCases)
    func `it is 502, and nothing of the answer is in it`(down: DownSide) throws {
        let gateway = try TestGateway(fronting: try Self.origin(), more: "access-log json")
        let told = try down.get(gateway, "/")
        try expectBadGateway(told)
        try eventually("its line") { gateway.output.contains("\"status\":502") }
        #expect(!gateway.output.contains("\"status\":200"))
    }

    // A client on HTTP/1 gets at once what comes on a stream.
    @Test(arguments: [DownSide.h2c, .h2], ["/reset-at-once", "/reset-at-once?head"])
    func `so it is when a stream is reset, with content and without`(down: DownSide, path: String) throws {
        let gateway = try TestGateway(fronting: try H2Origin())
        try expectBadGateway(try down.get(gateway, path))
    }

    @Test(arguments: [DownSide.h2c, .h2])
    func `for HEAD it is a 502 without content`(down: DownSide) throws {
        let gateway = try TestGateway(fronting: try H2Origin())
        let told = try down.ask(gateway, .init(method: "HEAD", path: "/reset-at-once?head"))
        #expect(told.status == 502 && told.isWhole && told.text.isEmpty, "\(told)")
        #expect(told.fields["l5d-err"] == "truncated_body" && told.fields["x-broken"] == nil, "\(told)")
    }

    @Test(arguments: DownSide.allCases)
    func `an interim answer that came before stays one`(down: DownSide) throws {
        let hint = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
        let gateway = try TestGateway(fronting: try Self.origin(hint + Self.head + Self.brokenBody))
        let told = try down.get(gateway, "/")
        #expect(told.interim == [103], "\(told)")
        try expectBadGateway(told)
    }

    @Test func `a call learns it in gRPC`() throws {
        let gateway = try TestGateway(fronting: try Self.origin(), more: "access-log json")
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/a.B/C")
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.isWhole && answer.length == 0, "\(answer)")
        #expect(answer.fields["content-type"] == "application/grpc" && answer.fields["x-broken"] == nil, "\(answer)")
        #expect(answer.trailers["grpc-status"] == "14" && answer.trailers["l5d-err"] == "truncated_body", "\(answer)")
        try eventually("its line") { gateway.output.contains("UNAVAILABLE") }
    }

    @Test func `a call that is answered in gRPC keeps what came, and learns the end behind it`() throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/grpc\r\n"
        let gateway = try TestGateway(fronting: try Self.origin(head + Self.brokenBody))
        let client = try gateway.connectH2()
        try GRPCStage.call(client, "/a.B/C")
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.isWhole && answer.text == "half of", "\(answer)")
        #expect(answer.trailers["grpc-status"] == "14", "\(answer)")
    }

    @Test(arguments: [DownSide.h2c, .h2])
    func `the stream's connection lives on`(down: DownSide) throws {
        let gateway = try TestGateway(fronting: try H2Origin())
        let client = try gateway.connectH2(down == .h2 ? "tls" : "http")
        for stream in stride(from: 1, to: 12, by: 4) {
            #expect(try client.get(stream, "/reset-at-once").status == 502)
            #expect(try client.get(stream + 2).text == "hello")
        }
        #expect(client.frames("RstStream").isEmpty)
    }

    @Test(arguments: [DownSide.h2c, .h2])
    func `once the head has left, the stream is reset`(down: DownSide) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(down == .h2 ? "tls" : "http")
        try client.request(1, "GET", "/reset-later")
        try client.frame("Headers", stream: 1)
        try origin.go()
        let answer = try client.answer(1)
        #expect(answer.status == 200 && answer.resetCode == 2 && !answer.isWhole, "\(answer)")
    }

    private func expectBadGateway(_ told: DownSide.Told) throws {
        #expect(told.status == 502 && told.isWhole, "\(told)")
        #expect(told.fields["l5d-err"] == "truncated_body", "\(told)")
        #expect(told.fields["content-type"] == "text/plain; charset=utf-8" && told.fields["x-broken"] == nil, "\(told)")
        #expect(told.text.hasPrefix("502 Bad Gateway: the upstream's answer broke off\ntrace: "), "\(told)")
        #expect(told.fields["content-length"] == String(told.text.utf8.count), "\(told)")
    }
}
