import Bytes
import CLinux
import Testing
import Wire

/// Two conduits that speak TLS with each other in one thread. RFC 8446, RFC 5246.
struct ConduitTLSTests {
    private let certificates = TestCertificates.shared

    private func serving(_ change: (inout TLSSettings) -> Void = { _ in }) throws -> TLSContext {
        var settings = TLSSettings()
        change(&settings)
        return try TLSContext(certificates: certificates.three, settings: settings)
    }

    private func dialling(
        _ trust: String = "default",
        protocols: [ApplicationProtocol] = [.http11],
        versions: ClosedRange<TLSVersion> = .tls12 ... .tls13
    ) throws -> TLSClientContext {
        try TLSClientContext(
            trust: .file(certificates.path("\(trust).pem")),
            protocols: protocols,
            minimumVersion: versions.lowerBound,
            maximumVersion: versions.upperBound
        )
    }

    @Test(arguments: TLSVersion.allCases)
    func `both ends agree and bytes flow both ways`(version: TLSVersion) throws {
        var duplex = Duplex(try serving(), try dialling(versions: version...version), name: "default.test")
        let steps = duplex.shakeHands()
        #expect(steps.server.isDone && steps.client.isDone)

        let sent = duplex.writeClient("ping")
        let atServer = duplex.readServer()
        _ = duplex.writeServer("pong")
        let atClient = duplex.readClient()
        #expect(sent.isAll)
        #expect(atServer.text == "ping" && atServer.wouldBlock)
        #expect(atClient.text == "pong" && atClient.wouldBlock)

        let facts = [duplex.server.tls, duplex.client.tls]
        let name = String(duplex.server.tlsServerName)
        #expect(facts.map { $0?.version } == [version, version])
        #expect(facts.map { $0?.applicationProtocol } == [.http11, .http11])
        #expect(facts.map { $0?.isResumed } == [false, false])
        #expect(name == "default.test")
    }

    @Test func `the ciphers are AEAD with AES-128 first`() throws {
        var new = Duplex(try serving(), try dialling(), name: "default.test")
        _ = new.shakeHands()
        var old = Duplex(try serving(), try dialling(versions: .tls12 ... .tls12), name: "default.test")
        _ = old.shakeHands()
        let names = [new.server.tlsCipherName, old.server.tlsCipherName]
        #expect(names[0] == "TLS_AES_128_GCM_SHA256")
        #expect(names[1].hasPrefix("ECDHE-ECDSA-") && (names[1].contains("GCM") || names[1].contains("CHACHA20")))
    }

    /// The server's certificate number for each wanted name.
    @Test(arguments: [
        ("default.test", "default", 0), ("exact.test", "exact", 1), ("EXACT.test", "exact", 1),
        ("a.wild.test", "wildcard", 2), ("127.0.0.1", "default", 0),
    ])
    func `the certificate is chosen by server name`(name: String, trust: String, index: Int) throws {
        var duplex = Duplex(try serving(), try dialling(trust), name: name)
        let steps = duplex.shakeHands()
        let facts = duplex.server.tls
        #expect(steps.client.isDone)
        #expect(facts?.certificateIndex == index)
    }

    @Test func `an unknown name gets the default certificate`() throws {
        let anyone = try TLSClientContext(trust: .anyone)
        var duplex = Duplex(try serving(), anyone, name: "stranger.test")
        let steps = duplex.shakeHands()
        let facts = duplex.server.tls
        #expect(steps.client.isDone)
        #expect(facts?.certificateIndex == 0)
    }

    @Test func `a client refuses a certificate for another name`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "other.test")
        let steps = duplex.shakeHands()
        #expect(steps.client.failure?.category == .verification)
        #expect(steps.client.failure?.description.contains("ostname mismatch") == true)
        #expect(steps.server.failure?.category == .certificateRejected)
    }

    @Test func `a client refuses an authority that it does not know`() throws {
        var duplex = Duplex(try serving(), try dialling("exact"), name: "default.test")
        let steps = duplex.shakeHands()
        #expect(steps.client.failure?.category == .verification)
        #expect(steps.server.failure?.category == .certificateRejected)
    }

    @Test func `no version in common is a failure of that kind`() throws {
        var duplex = Duplex(
            try serving { $0.minimumVersion = .tls13 },
            try dialling(versions: .tls12 ... .tls12),
            name: "default.test"
        )
        let steps = duplex.shakeHands()
        #expect(steps.server.failure?.category == .version)
        #expect(steps.client.failure?.category == .version)
    }

    @Test func `no cipher in common is a failure of that kind`() throws {
        var duplex = Duplex(
            try serving {
                $0.maximumVersion = .tls12
                $0.cipherList = "ECDHE-RSA-AES128-GCM-SHA256"
            },
            try dialling(),
            name: "default.test"
        )
        let steps = duplex.shakeHands()
        #expect(steps.server.failure?.category == .noSharedCipher)
        #expect(steps.client.failure?.category == .noSharedCipher)
    }

    @Test func `a client that speaks only another protocol is turned away`() throws {
        var duplex = Duplex(try serving(), try dialling(protocols: [.h2]), name: "default.test")
        let steps = duplex.shakeHands()
        #expect(steps.server.failure?.category == .noProtocol)
        #expect(steps.client.failure?.category == .noProtocol)
    }

    @Test(arguments: [
        ([ApplicationProtocol.h2, .http11], ApplicationProtocol.h2), ([.http11, .h2], .http11), ([.h2], .h2),
    ])
    func `the server's order decides the protocol`(ours: [ApplicationProtocol], chosen: ApplicationProtocol) throws {
        let client = try dialling(protocols: [.http11, .h2])
        var duplex = Duplex(try serving { $0.protocols = ours }, client, name: "default.test")
        _ = duplex.shakeHands()
        let facts = duplex.client.tls
        #expect(facts?.applicationProtocol == chosen)
    }

    @Test func `a client without ALPN is served`() throws {
        var duplex = Duplex(try serving(), try dialling(protocols: []), name: "default.test")
        let steps = duplex.shakeHands()
        let facts = duplex.server.tls
        #expect(steps.server.isDone)
        #expect(facts?.applicationProtocol == nil)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", TLSError.Category.plainHTTP),
        ("\u{16}\u{03}nonsense, but long", .malformed),
        ("SSH-2.0-OpenSSH_9.2\r\n", .notTLS),
    ])
    func `a peer without TLS is told from one that fails at it`(text: String, category: TLSError.Category) throws {
        let (a, b) = Duplex.sockets()
        var server = Conduit(fd: a, server: try serving())
        var client = Conduit(plain: b)
        var io = IOScratch()
        _ = text.withByteView { view in client.write(view, &io) }
        server.noteReadable()
        let step = server.handshake(&io)
        #expect(step.failure?.category == category)
    }

    @Test func `a peer that leaves in the middle of the handshake is an end of stream`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.client.handshake(&duplex.io)
        _ = CLinux_shutdown_write(duplex.client.rawDescriptor)
        duplex.server.noteReadable(hangup: true)
        let step = duplex.server.handshake(&duplex.io)
        #expect(step.failure?.category == .endOfStream)
    }

    @Test(arguments: TLSVersion.allCases)
    func `close_notify is an end, and its absence a truncation`(version: TLSVersion) throws {
        for isClean in [true, false] {
            var duplex = Duplex(try serving(), try dialling(versions: version...version), name: "default.test")
            _ = duplex.shakeHands()
            _ = duplex.writeServer("all of it?")
            if isClean {
                duplex.server.shutdownWrite(&duplex.io)
            } else {
                _ = CLinux_shutdown_write(duplex.server.rawDescriptor)
            }
            let received = duplex.readClient(hangup: true)
            #expect(received.text == "all of it?")
            #expect(received.ended == isClean)
            #expect(received.truncated == !isClean)
            let again = duplex.client.read(&duplex.io)
            var later = Received()
            later.take(again)
            #expect(later.ended == isClean)
        }
    }

    @Test func `one direction ends while the other goes on`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        _ = duplex.writeClient("request")
        duplex.client.shutdownWrite(&duplex.io)
        let atServer = duplex.readServer()
        _ = duplex.writeServer("answer")
        duplex.server.shutdownWrite(&duplex.io)
        let atClient = duplex.readClient()
        #expect(atServer.text == "request" && atServer.ended)
        #expect(atClient.text == "answer" && atClient.ended)
    }

    @Test func `small runs share a record and one view`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        _ = duplex.readClient()
        _ = duplex.server.write(ByteView("head "), ByteView("body "), ByteView("end"), &duplex.io)
        var raw = [UInt8](repeating: 0, count: 4096)
        let client = duplex.client.rawDescriptor
        let count = unsafe raw.withUnsafeMutableBytes { unsafe CLinux_recv(client, $0.baseAddress!, $0.count) }
        // One record: its header of five bytes says that all the rest belongs to it.
        #expect(count == 5 + Int(raw[3]) << 8 + Int(raw[4]))
    }

    @Test(arguments: [0, 1, 100, 16383, 16384, 16385, 40000, 65536, 70000])
    func `runs of any length arrive in order and without loss`(length: Int) throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        let body = [UInt8]((0..<length).lazy.map { UInt8(truncatingIfNeeded: $0 &* 7 >> 2) })
        let head = [UInt8](repeating: 1, count: 300)
        let sent = head.withByteView { head in
            body.withByteView { body in duplex.server.write(head, body, ByteView("tail"), &duplex.io) }
        }
        let received = duplex.readClient()
        #expect(sent.isAll)
        #expect(received.bytes == head + body + Array("tail".utf8))
    }

    @Test func `everything of one recv comes as one view`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        _ = duplex.readClient()
        let body = [UInt8](repeating: 9, count: 48 * 1024)
        _ = body.withByteView { duplex.server.write($0, &duplex.io) }
        _ = duplex.writeServer("and more")
        let received = duplex.readClient()
        #expect(received.bytes.count == body.count + 8)
        #expect(received.views == 1)
    }

    @Test func `what the socket refuses waits as ciphertext and goes out in order`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        let big = [UInt8]((0..<3_000_000).lazy.map { UInt8(truncatingIfNeeded: $0 &* 13 >> 4) })
        let first = big.withByteView { duplex.server.write($0, &duplex.io) }
        duplex.server.shutdownWrite(&duplex.io)
        var received = Received()
        for _ in 0..<10_000 where received.isOpen {
            duplex.client.noteReadable()
            let step = duplex.client.read(&duplex.io)
            if case .wouldBlock = step {
                duplex.server.noteWritable()
                _ = duplex.server.flush(&duplex.io)
            } else {
                received.take(step)
            }
        }
        #expect(first.isPending)
        #expect(received.bytes == big)
        #expect(received.ended)
    }

    @Test func `a forged record fails, after what came whole before it`() throws {
        var duplex = Duplex(try serving(), try dialling(), name: "default.test")
        _ = duplex.shakeHands()
        _ = duplex.writeClient("whole")
        let fd = duplex.client.rawDescriptor
        let forged: [UInt8] = [0x17, 3, 3, 0, 32] + [UInt8](repeating: 0xAA, count: 32)
        _ = unsafe forged.withUnsafeBytes { unsafe CLinux_send(fd, $0.baseAddress!, $0.count) }
        let received = duplex.readServer()
        #expect(received.text == "whole")
        let isMalformed =
            if case .tls(let error)? = received.failure { error.category == .malformed } else { false }
        #expect(isMalformed)
        let told = duplex.readClient()
        let isAlert = if case .tls(let error)? = told.failure { error.category == .alert } else { false }
        #expect(isAlert)
    }
}
