import Bytes
import CLinux
import Testing
import Wire

/// Bytes in plain before a connection begins.
struct ConduitPrefaceTests {
    private static let line = "PROXY UNKNOWN\r\n"

    /// What a look shows, as text; nil when there is nothing to see.
    private static func peek(_ conduit: inout Conduit, limit: Int = 552, _ io: inout IOScratch) -> String? {
        if case .bytes(let view) = conduit.peekPreface(limit: limit, &io) { return String(view) }
        return nil
    }

    @Test func `looking takes nothing and taking takes exactly so much`() {
        var duplex = Duplex()
        _ = duplex.writeClient(Self.line + "GET")
        duplex.server.noteReadable()
        for _ in 0..<3 {
            let seen = Self.peek(&duplex.server, &duplex.io)
            #expect(seen == Self.line + "GET")
        }
        let isTaken = duplex.server.takePreface(Self.line.utf8.count, &duplex.io)
        let received = duplex.readServer()
        #expect(isTaken)
        #expect(received.text == "GET")
    }

    @Test func `no more is looked at than was asked for`() {
        var duplex = Duplex()
        _ = duplex.writeClient(Self.line)
        let seen = Self.peek(&duplex.server, limit: 5, &duplex.io)
        #expect(seen == "PROXY")
    }

    @Test func `pieces add up`() {
        var duplex = Duplex()
        var whole = ""
        for character in "PROXY" {
            _ = duplex.writeClient(String(character))
            whole.append(character)
            let seen = Self.peek(&duplex.server, &duplex.io)
            #expect(seen == whole)
        }
    }

    @Test func `an empty socket has to be waited for`() {
        var duplex = Duplex()
        let step = duplex.server.peekPreface(limit: 8, &duplex.io)
        if case .wouldBlock = step {} else { Issue.record("\(step)") }
        let mayHaveMore = duplex.server.mayHaveMore
        #expect(!mayHaveMore)
    }

    @Test func `a peer that ends is told, with bytes and without`() {
        var duplex = Duplex()
        _ = duplex.writeClient("PRO")
        duplex.client.shutdownWrite(&duplex.io)
        duplex.server.noteReadable(hangup: true)
        let seen = Self.peek(&duplex.server, &duplex.io)
        let isCut = duplex.server.isPrefaceCut
        #expect(seen == "PRO")
        #expect(isCut)
        _ = duplex.server.takePreface(3, &duplex.io)
        let step = duplex.server.peekPreface(limit: 8, &duplex.io)
        if case .end = step {} else { Issue.record("\(step)") }
    }

    @Test func `a peer that resets is a failure`() {
        var duplex = Duplex()
        _ = duplex.writeServer("unread")
        duplex.client.close(&duplex.io)
        let step = duplex.server.peekPreface(limit: 8, &duplex.io)
        if case .failed = step {} else { Issue.record("\(step)") }
    }

    @Test(arguments: [1, 7, 552])
    func `TLS begins behind a preface, whatever is looked at`(limit: Int) throws {
        let certificates = TestCertificates.shared
        var duplex = Duplex(
            try TLSContext(certificates: certificates.three),
            try TLSClientContext(trust: .file(certificates.path("default.pem"))),
            name: "default.test"
        )
        let sent = Self.line.withByteView { duplex.client.sendPreface($0) }
        #expect(sent.isAll)
        _ = duplex.client.handshake(&duplex.io)
        duplex.server.noteReadable()
        let seen = Self.peek(&duplex.server, limit: limit, &duplex.io)
        #expect(seen?.utf8.first == UInt8(ascii: "P"))
        let isTaken = duplex.server.takePreface(Self.line.utf8.count, &duplex.io)
        let ends = duplex.shakeHands()
        #expect(isTaken && ends.server.isDone && ends.client.isDone)
        _ = duplex.writeClient("secret")
        let received = duplex.readServer()
        #expect(received.text == "secret")
    }

    @Test func `our end of a connection has an address`() throws {
        let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
        var conduit = Conduit(plain: try Dialer.start(to: acceptor.localAddress))
        let address = conduit.localAddress
        #expect(address?.ip == .loopback4)
        #expect(address?.port != 0)
        var io = IOScratch()
        conduit.close(&io)
        let closed = conduit.localAddress
        #expect(closed == nil)
    }
}
