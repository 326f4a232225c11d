import Bytes
import CLinux
import Testing
import Wire

/// A plain conduit over a socket pair.
struct ConduitTests {
    @Test func `three runs of bytes arrive as one`() {
        var duplex = Duplex()
        let step = duplex.client.write(ByteView("head "), ByteView("body "), ByteView("end"), &duplex.io)
        let received = duplex.readServer()
        #expect(step.isAll)
        #expect(received.text == "head body end")
        #expect(received.views == 1)
        #expect(received.wouldBlock)
    }

    @Test func `a short read is known to have emptied the socket`() {
        var duplex = Duplex()
        let before = duplex.server.mayHaveMore
        _ = duplex.writeClient("hello")
        duplex.server.noteReadable()
        let told = duplex.server.mayHaveMore
        _ = duplex.server.read(&duplex.io)
        let after = duplex.server.mayHaveMore
        #expect([before, told, after] == [false, true, false])
    }

    @Test func `an end that was announced with the data is read without another event`() {
        var duplex = Duplex()
        _ = duplex.writeClient("last words")
        duplex.client.shutdownWrite(&duplex.io)
        duplex.server.noteReadable(hangup: true)
        var received = Received()
        while received.isOpen, duplex.server.mayHaveMore { received.take(duplex.server.read(&duplex.io)) }
        #expect(received.text == "last words")
        #expect(received.ended)
    }

    @Test func `one direction ends while the other goes on`() {
        var duplex = Duplex()
        duplex.client.shutdownWrite(&duplex.io)
        let atServer = duplex.readServer()
        _ = duplex.writeServer("still here")
        let atClient = duplex.readClient()
        #expect(atServer.ended)
        #expect(atClient.text == "still here")
    }

    @Test func `what the socket refuses waits inside and goes out later, in order`() {
        var duplex = Duplex()
        let big = [UInt8]((0..<4_000_000).lazy.map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
        let first = big.withByteView { view in
            duplex.client.write(
                view.prefix(1_000_000),
                view.slice(from: 1_000_000, count: 2_000_000),
                view.dropFirst(3_000_000),
                &duplex.io
            )
        }
        let pending = duplex.client.pendingOutputBytes
        #expect(first.isPending)
        #expect(pending > 0 && pending < big.count)

        var received: [UInt8] = []
        for _ in 0..<10_000 where received.count < big.count {
            received += duplex.readServer().bytes
            duplex.client.noteWritable()
            _ = duplex.client.flush(&duplex.io)
        }
        let hasPending = duplex.client.hasPendingOutput
        #expect(received == big)
        #expect(!hasPending)
    }

    @Test func `the end comes behind what is pending`() {
        var duplex = Duplex()
        let big = [UInt8](repeating: 7, count: 2_000_000)
        _ = big.withByteView { duplex.client.write($0, &duplex.io) }
        duplex.client.shutdownWrite(&duplex.io)
        var received = Received()
        for _ in 0..<10_000 where received.isOpen {
            duplex.server.noteReadable()
            let step = duplex.server.read(&duplex.io)
            if case .wouldBlock = step {
                duplex.client.noteWritable()
                _ = duplex.client.flush(&duplex.io)
            } else {
                received.take(step)
            }
        }
        #expect(received.bytes.count == big.count)
        #expect(received.ended)
    }

    @Test func `a write to a peer that is gone fails with its cause`() {
        var duplex = Duplex()
        duplex.server.close(&duplex.io)
        let step = duplex.writeClient("anybody?")
        #expect(step.failure == .system(SystemError(call: "send", errno: EPIPE)))
    }

    @Test func `an abort is a reset, so that nothing broken looks whole`() throws {
        let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
        var io = IOScratch()
        var client = Conduit(plain: try Dialer.start(to: acceptor.localAddress))
        let poller = try Poller()
        try poller.add(client.rawDescriptor, token: 1)
        guard case .connection(let fd, _) = acceptor.accept() else { fatalError("Nobody knocked.") }
        var server = Conduit(plain: fd)
        _ = server.write(ByteView("half an ans"), &io)
        server.close(&io, abort: true)
        client.noteReadable(hangup: true)
        var received = Received()
        while received.isOpen { received.take(client.read(&io)) }
        #expect(received.failure == .system(SystemError(call: "recv", errno: ECONNRESET)))
    }

    @Test func `a closed conduit is closed once and reads an end`() {
        var duplex = Duplex()
        duplex.client.close(&duplex.io)
        duplex.client.close(&duplex.io)
        let isOpen = duplex.client.isOpen
        let received = duplex.readClient()
        #expect(!isOpen)
        #expect(received.ended)
    }

    @Test func `a plain conduit has nothing to shake hands about`() {
        var duplex = Duplex()
        let step = duplex.client.handshake(&duplex.io)
        let facts = duplex.client.tls
        #expect(step.isDone)
        #expect(facts == nil)
    }
}
