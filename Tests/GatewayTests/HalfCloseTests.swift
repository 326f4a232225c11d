// What becomes of a request whose client has sent its FIN?

import TestSupport
import Testing

/// Without TLS the FIN of a client that has left and that of one that still reads are the same: it has 900 ms, and as
/// much again for each piece of its answer. No other limit of these gateways is below ten seconds.
@Suite struct HalfCloseTests {
    /// What a client leaves behind.
    enum Scene: String, Sendable, CaseIterable, CustomTestStringConvertible {
        case waiting, waitingBehindABody, waitingBehindAnInterimAnswer, streaming, streamingInChunks
        var testDescription: String { rawValue }

        var request: String {
            self == .waitingBehindABody
                ? TestClient.head("POST", "/\(rawValue)", fields: ["Content-Length: 4"]) + "body"
                : TestClient.head("GET", "/\(rawValue)")
        }

        /// What the client has read before it leaves: nothing may be unread, or its end would be a reset.
        var lastWord: String {
            switch self {
            case .waiting, .waitingBehindABody: ""
            case .waitingBehindAnInterimAnswer: "\r\n\r\n"
            case .streaming, .streamingInChunks: "piece"
            }
        }

        var status: Int { lastWord == "piece" ? 200 : 0 }

        func play(_ turn: OriginTurn) throws -> AfterTurn {
            try turn.readBody()
            switch self {
            case .waiting, .waitingBehindABody: break
            case .waitingBehindAnInterimAnswer: try turn.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
            case .streaming: try turn.send("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\npiece")
            case .streamingInChunks:
                try turn.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\npiece\r\n")
            }
            try turn.waitForEnd()
            return .close
        }
    }

    private static var staying: OriginBehaviour {
        OriginBehaviour { turn in
            guard let scene = Scene(rawValue: String(turn.request.target.dropFirst())) else {
                return try OriginBehaviour.answer("hello").play(turn)
            }
            return try scene.play(turn)
        }
    }

    /// The seconds from now on until `isFree`.
    private func seconds(_ what: String, until isFree: () throws -> Bool) throws -> Double {
        let began = Patience.now
        try eventually(what, isFree)
        return Double(Patience.now - began) / 1e9
    }

    /// A machine that is busy elsewhere for a moment gets three tries.
    private func withinASecond(_ attempt: () throws -> Double) rethrows {
        var times: [Double] = []
        while times.count < 3, !times.contains(where: { $0 < 1 }) { times.append(try attempt()) }
        #expect(times.contains { $0 < 1 }, "\(times)")
    }

    private func read(from client: TestClient, until end: String) throws {
        var text = ""
        while !text.contains(end), case .bytes(let bytes) = try client.receive() {
            text += String(decoding: bytes, as: UTF8.self)
        }
    }

    // MARK: Clients that have left

    @Test(arguments: Scene.allCases)
    func `a client that closes its connection frees its upstream within a second`(scene: Scene) throws {
        let origin = try Origin(Self.staying)
        let gateway = try TestGateway(to: origin, more: "access-log json")
        try withinASecond {
            let (known, made) = (origin.requests.count, origin.connectionCount)
            let client = try gateway.connect()
            try client.send(scene.request)
            _ = try origin.request(known)
            if !scene.lastWord.isEmpty { try read(from: client, until: scene.lastWord) }
            #expect(origin.openConnectionCount == 1 && origin.connectionCount == made + 1)

            client.close()

            return try seconds("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        }
        try gateway.metrics("nobody to be in flight") {
            $0.sum("headgate_upstream_in_flight") == 0 && $0.sum("headgate_connections_total", ["event": "reset"]) > 0
        }
        try eventually("its line in the log") {
            gateway.output.contains("\"status\":\(scene.status),") && gateway.output.contains("client_gone")
        }
        #expect(try gateway.get("/").status == 200)
    }

    /// A body stays where it is until there is a connection for it.
    @Test(arguments: [Scene.waiting, .waitingBehindABody])
    func `a client that closes while its upstream is dialled frees it within a second`(scene: Scene) throws {
        let origin = try Origin()
        // It waits for the handshake of a server that never says anything.
        let gateway = try TestGateway(fronting: "https://\(origin.address)", with: [origin])
        try withinASecond {
            let made = origin.connectionCount
            let client = try gateway.connect()
            try client.send(scene.request)
            try eventually("a connection to be made") { origin.connectionCount > made }

            client.close()

            return try seconds("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        }
        try gateway.metrics("nobody to wait") { $0.sum("headgate_upstream_queued") == 0 }
    }

    @Test(arguments: ["/never", "/drip"])
    func `a client that closes its connection frees the stream within a second`(path: String) throws {
        let origin = try H2Origin()
        let gateway = try TestGateway(fronting: origin)
        try withinASecond {
            let known = origin.requests.count
            let client = try gateway.connect()
            try client.send(TestClient.head("GET", path))
            let stream = try origin.request(known).stream
            if path == "/drip" { try read(from: client, until: "first") }

            client.close()

            let began = Patience.now
            let reset = try origin.peer.event("reset") { $0.stream == stream }
            #expect(reset.code == 8, "CANCEL")
            return Double(Patience.now - began) / 1e9
        }
        #expect(try gateway.get("/").status == 200)
        #expect(origin.connectionCount == 1, "the connection is good for others")
    }

    /// A client that asks, reads for a while, says goodbye as TLS wants it, closes its socket and tells when.
    private static let polite = """
        import socket, ssl, sys, time
        plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        trust = ssl.create_default_context(cafile=sys.argv[2])
        client = trust.wrap_socket(plain, server_hostname="localhost")
        client.sendall(sys.argv[3].encode())
        text = b""
        while sys.argv[4].encode() not in text: text += client.recv(4096)
        client.setblocking(False)
        try: client.unwrap()
        except OSError: pass
        client.close()
        print(time.monotonic_ns())
        """

    /// The same with an end of TLS alone: it keeps its socket, and tells after how long that was reset.
    private static let wordless = """
        import socket, ssl, sys, time
        plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        trust = ssl.create_default_context(cafile=sys.argv[2])
        trust.minimum_version = trust.maximum_version = ssl.TLSVersion[sys.argv[3]]
        client = trust.wrap_socket(plain, server_hostname="localhost")
        client.sendall(sys.argv[4].encode())
        text = b""
        while sys.argv[5].encode() not in text: text += client.recv(4096)
        client.setblocking(False)
        try: client.unwrap()
        except OSError: pass
        left = time.monotonic_ns()
        client.settimeout(5)
        try:
            while socket.socket.recv(client, 4096): pass
        except OSError: pass
        print(time.monotonic_ns() - left)
        """

    @Test(arguments: ["TLSv1_2", "TLSv1_3"], [Scene.waitingBehindAnInterimAnswer, .streaming])
    func `a client that only ends TLS frees its upstream at once`(version: String, scene: Scene) throws {
        let origin = try Origin(Self.staying)
        let gateway = try TestGateway(fronting: origin)
        let trust = try Certificate.localhost.certificatePath
        let client = try Command(
            "/usr/bin/python3",
            ["-c", Self.wordless, "\(gateway.port("tls"))", trust, version, scene.request, scene.lastWord]
        )
        let time = try #require(UInt64(client.output.filter(\.isNumber)), "\(client)")
        #expect(time < 500_000_000, "no grace was waited for")
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        try gateway.metrics("the client to be counted") {
            $0.sum("headgate_connections_total", ["event": "reset"]) == 1
        }
    }

    @Test(arguments: [Scene.waitingBehindAnInterimAnswer, .streaming])
    func `a client that ends TLS and its connection frees its upstream at once`(scene: Scene) throws {
        let origin = try Origin(Self.staying)
        let gateway = try TestGateway(fronting: origin)
        let trust = try Certificate.localhost.certificatePath
        let client = try Command(
            "/usr/bin/python3",
            ["-c", Self.polite, "\(gateway.port("tls"))", trust, scene.request, scene.lastWord]
        )
        #expect(client.exit == .code(0), "\(client)")
        let left = try #require(UInt64(client.output.filter(\.isNumber)))
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
        #expect(Patience.now - left < 500_000_000, "no grace was waited for")
        try gateway.metrics("the client to be counted") {
            $0.sum("headgate_connections_total", ["event": "reset"]) == 1
        }
    }

    // MARK: Clients that still read

    /// A client that sends requests, the end of TLS and that of its connection in one flight, and prints what comes.
    private static let hurried = """
        import socket, ssl, sys
        trust = ssl.create_default_context(cafile=sys.argv[2])
        trust.minimum_version = trust.maximum_version = ssl.TLSVersion[sys.argv[3]]
        come, go = ssl.MemoryBIO(), ssl.MemoryBIO()
        client = trust.wrap_bio(come, go, server_hostname="localhost")
        plain = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
        def step(work):
            while True:
                try: return work()
                except ssl.SSLWantReadError:
                    plain.sendall(go.read())
                    come.write(plain.recv(65536))
        step(client.do_handshake)
        client.write(sys.argv[4].encode())
        try: client.unwrap()
        except ssl.SSLWantReadError: pass
        # Held back until the FIN goes with it.
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        plain.sendall(go.read())
        if sys.argv[5] == "fin": plain.shutdown(socket.SHUT_WR)
        else: plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
        data = plain.recv(65536)
        while data:
            come.write(data)
            data = plain.recv(65536)
        try:
            while True: print(client.read(4096).decode(), end="")
        except ssl.SSLError: pass
        """

    @Test(arguments: ["TLSv1_2", "TLSv1_3"], ["fin", "close_notify"])
    func `requests that came with the end of TLS are answered`(version: String, end: String) throws {
        let origin = try Origin(Self.paced(1, nap: 0.3))
        let gateway = try TestGateway(fronting: origin)
        let requests = (0..<2).map { TestClient.head("GET", "/\($0)") }.joined()
        let client = try Command(
            "/usr/bin/python3",
            [
                "-c", Self.hurried, "\(gateway.port("tls"))", try Certificate.localhost.certificatePath, version,
                requests, end,
            ]
        )
        #expect(client.exit == .code(0), "\(client)")
        #expect(client.output.ranges(of: "200 OK").count == 2, "\(client)")
        #expect(try gateway.metrics().sum("headgate_connections_total", ["event": "reset"]) == 0)
    }

    /// An origin that pauses for `nap` seconds before each of `count` pieces.
    private static func paced(_ count: Int, nap: Double) -> OriginBehaviour {
        OriginBehaviour { turn in
            try turn.readBody()
            try turn.send("HTTP/1.1 200 OK\r\nContent-Length: \(count)\r\n\r\n")
            for _ in 0..<count {
                let end = Patience(seconds: nap)
                try eventually("the pause to end") { end.isOver }
                try turn.send("x")
            }
            return .keepAlive
        }
    }

    @Test func `a client that has finished sending gets an answer that goes on`() throws {
        let gateway = try TestGateway(to: try Origin(Self.paced(5, nap: 0.3)), more: "access-log json")
        let client = try gateway.connect()
        try client.send(TestClient.head("GET", "/"))
        client.finishSending()
        let answer = try client.answer()
        #expect(answer.text == "xxxxx" && answer.ending == .whole)
        #expect(try client.waitForEnd().isEmpty && client.ending == .end)
        #expect(try gateway.metrics().sum("headgate_connections_total", ["event": "reset"]) == 0)
    }

    @Test func `each request before the FIN has its own time`() throws {
        let gateway = try TestGateway(to: try Origin(Self.paced(1, nap: 0.5)))
        let client = try gateway.connect()
        try client.send((0..<3).map { TestClient.head("GET", "/\($0)") }.joined())
        client.finishSending()
        for _ in 0..<3 { #expect(try client.answer().text == "x") }
        #expect(try client.waitForEnd().isEmpty && client.ending == .end)
    }

    @Test func `a request that came with its body before the FIN is served`() throws {
        let origin = try Origin(Self.paced(1, nap: 0.5))
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(Scene.waitingBehindABody.request)
        client.finishSending()
        #expect(try client.answer(to: "POST").text == "x")
        #expect(try origin.wholeRequest().body == Array("body".utf8))
    }

    /// The worker looks for the end of TLS then, and finds these.
    @Test func `requests that come over TLS while another is served have their turn`() throws {
        let gate = Gate()
        let origin = try Origin(
            OriginBehaviour { turn in
                if turn.request.target == "/0" { gate.wait() }
                let body = try turn.readBody().body
                try turn.answer(200, "\(turn.request.target) \(body.count)")
                return .keepAlive
            }
        )
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectTLS()
        try client.send(TestClient.head("GET", "/0"))
        _ = try origin.request()
        let size = 300_000
        try client.send(TestClient.head("POST", "/1", fields: ["Content-Length: \(size)"]))
        client.sendAside([UInt8](repeating: 0, count: size) + Array(TestClient.head("GET", "/2").utf8))
        let later = Patience(seconds: 0.3)
        try eventually("most of it to come") { later.isOver }
        #expect(origin.requests.count == 1)
        gate.open()
        #expect(try client.answer().text == "/0 0")
        #expect(try client.answer(to: "POST").text == "/1 \(size)")
        #expect(try client.answer().text == "/2 0")
    }

    /// An origin that reads after 1.4 s only, and answers 0.7 s later.
    private static var late: OriginBehaviour {
        OriginBehaviour { turn in
            let start = Patience(seconds: 1.4)
            try eventually("the time to read") { start.isOver }
            try turn.readBody()
            let end = Patience(seconds: 0.7)
            try eventually("the time to answer") { end.isOver }
            try turn.answer(200, "x")
            return .keepAlive
        }
    }

    /// The first size fits into the sockets in between, so that only the kernel knows that it is not taken.
    @Test(arguments: [200_000, 8 << 20])
    func `a client is not blamed for an upstream that takes its body late`(size: Int) throws {
        let origin = try Origin(Self.late, port: 0, receiveBuffer: 32_768)
        let gateway = try TestGateway(to: origin)
        let client = try gateway.connect()
        try client.send(TestClient.head("POST", "/", fields: ["Content-Length: \(size)"]))
        try client.send([UInt8](repeating: UInt8(ascii: "b"), count: size))
        client.finishSending()
        #expect(try client.answer(to: "POST").text == "x")
        #expect(try origin.wholeRequest().body.count == size)
    }

    /// Its full socket proves that it is there: the answer of one that has left would be a reset.
    @Test func `a client that has finished sending may take its time to read`() throws {
        let size = 8 << 20
        let gateway = try TestGateway(to: try Origin(.gigantic(size)))
        let client = try gateway.connect(receiveBuffer: 4096)
        try client.send(TestClient.head("GET", "/"))
        client.finishSending()
        let later = Patience(seconds: 1.5)
        try eventually("time to pass") { later.isOver }
        let answer = try client.answer()
        #expect(answer.body.count == size && answer.ending == .whole)
    }
}
