// Does a server on our HTTP/2 do what the RFCs ask of it?

import Bytes
import HTTP
import Testing

/// A table like that of h2spec: one row for each thing that RFC 9113, 8441 and 7541 ask of a server.
@Suite struct H2ConformanceTests {
    private static let rows =
        H2Row.connection + H2Row.streams + H2Row.frames + H2Row.messages + H2Row.others + H2Row.compression

    @Test(arguments: rows) func `the server does what the section asks`(row: H2Row) {
        Self.check(row, inPiecesOf: row.input.count)
    }

    @Test(arguments: rows) func `and also when the bytes come one by one`(row: H2Row) {
        Self.check(row, inPiecesOf: 1)
    }

    @Test func `every section that concerns a server has its row`() {
        let there = Set(Self.rows.map(\.section))
        for section in Self.sections { #expect(there.contains(section), "no row for \(section)") }
        #expect(there.subtracting(Self.sections).isEmpty, "sections that nobody asked for")
    }

    private static let sections = [
        "9113 3.4", "9113 4.1", "9113 4.2", "9113 4.3", "9113 5.1", "9113 5.1.1", "9113 5.1.2", "9113 5.2",
        "9113 5.3.1", "9113 5.3.2", "9113 5.4.1", "9113 5.4.2", "9113 5.5", "9113 6.1", "9113 6.2", "9113 6.3",
        "9113 6.4", "9113 6.5",
        "9113 6.5.2", "9113 6.5.3", "9113 6.6", "9113 6.7", "9113 6.8", "9113 6.9", "9113 6.9.1", "9113 6.9.2",
        "9113 6.10", "9113 7", "9113 8.1", "9113 8.1.1", "9113 8.2", "9113 8.2.1", "9113 8.2.2", "9113 8.2.3",
        "9113 8.3",
        "9113 8.3.1", "9113 8.4", "9113 8.5", "9113 8.6", "9113 10.5", "9113 10.5.1", "8441 3", "8441 4", "8441 5",
        "7541 2.3.2", "7541 2.3.3", "7541 4.1", "7541 4.2", "7541 4.3", "7541 4.4", "7541 5.1", "7541 5.2", "7541 6.1",
        "7541 6.2.1",
        "7541 6.2.2", "7541 6.2.3", "7541 6.3", "9218 7.1",
    ]

    // MARK: Judging

    private static func check(_ row: H2Row, inPiecesOf size: Int) {
        let server = H2TestServer()
        var sent: [UInt8] = []
        let input = row.input
        for start in stride(from: 0, to: input.count, by: max(size, 1)) {
            server.receive(input[start..<min(start + size, input.count)])
            sent += server.flush()
        }
        guard let frames = H2SentFrame.all(in: sent) else {
            Issue.record("\(row): the server sends no whole frames")
            return
        }
        judge(row, frames, server)
    }

    private static func judge(_ row: H2Row, _ frames: [H2SentFrame], _ server: H2TestServer) {
        let goAway = frames.first(where: \.isGoAway)
        let seen = Comment(rawValue: "\(row)\n\(frames)\n\(server.faults)")
        if case .connectionError(let code) = row.expected {
            #expect(goAway?.code == code, seen)
            #expect(server.isFinished || server.misbehaviour != nil, seen)
            return
        }
        #expect(goAway == nil, seen)
        if case .ended = row.expected {
            #expect(server.isFinished, seen)
            return
        }
        judgeStreams(row, frames, server, seen)
        if !server.isInsideHead { checkLife(server, seen) }
    }

    private static func judgeStreams(_ row: H2Row, _ frames: [H2SentFrame], _ server: H2TestServer, _ seen: Comment) {
        switch row.expected {
        case .connectionError, .ended, .survived: break
        case .streamError(let code, let stream):
            #expect(frames.contains { $0.isReset && $0.stream == stream && $0.code == code }, seen)
        case .answered(let status, let stream):
            #expect(server.statuses[Int32(stream)] == status, seen)
            #expect(frames.contains { $0.isHeaders && $0.stream == stream }, seen)
            #expect(!frames.contains { $0.isReset && $0.code != .noError }, seen)
        case .malformed(let error), .malformedLater(let error):
            #expect(server.faults.first?.value == error, seen)
            let stream = server.faults.first?.key ?? 0
            #expect(server.statuses[stream] == error.status.rawValue, seen)
            #expect(frames.contains { $0.isHeaders && $0.stream == UInt32(stream) && $0.endsStream }, seen)
        case .ignored: #expect(frames.allSatisfy { $0.type == 0x4 || $0.type == 0x8 && $0.stream == 0 }, seen)
        case .pong(let payload): #expect(frames.filter { $0.type == 0x6 }.map(\.payload) == [payload], seen)
        case .content(let count):
            let content = frames.filter { $0.isData && $0.stream == 1 }
            #expect(content.map(\.payload.count).reduce(0, +) == count, seen)
        case .settingsFirst: #expect(frames.first?.isSettings == true, seen)
        case .acknowledged(let count): #expect(frames.filter { $0.type == 0x4 && $0.isAck }.count == count, seen)
        }
    }

    /// The connection is alive: a request on a stream far above is answered.
    private static func checkLife(_ server: H2TestServer, _ seen: Comment) {
        server.receive(H2Bytes.headers(on: 4_001))
        let frames = H2SentFrame.all(in: server.flush()) ?? []
        #expect(frames.contains { $0.isHeaders && $0.stream == 4_001 }, seen)
    }
}
