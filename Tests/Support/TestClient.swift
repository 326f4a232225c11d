// How does a test speak to a gateway, byte by byte?

/// A client that sends exactly what it is told to send and reports exactly what came back.
public final class TestClient {
    private let socket: TestSocket
    private let reader: MessageReader
    /// `openssl s_client`, when the client speaks TLS.
    private let helper: ChildProcess?

    /// A plain connection to a loopback port.
    public init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        socket = try TestSocket(port: port, receiveBuffer: receiveBuffer)
        reader = MessageReader(socket)
        helper = nil
    }

    /// A TLS connection through `openssl s_client`, which carries our bytes both ways.
    public init(tlsPort port: UInt16, serverName: String = "localhost", options: [String] = []) throws {
        let (ours, theirs) = try SocketPair.make()
        let child = try ChildProcess(
            "openssl",
            ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)", "-servername", serverName]
                + ["-alpn", "http/1.1"] + options,
            input: theirs,
            output: .descriptor(theirs),
            errors: .discarded
        )
        theirs.close()
        socket = ours
        reader = MessageReader(ours)
        helper = child
    }

    deinit {
        socket.close()
        helper?.kill()
    }

    // MARK: Sending

    public func send(_ text: String) throws { try socket.send(text) }

    public func send(_ bytes: [UInt8]) throws { try socket.send(bytes) }

    /// Sends on a thread of its own, so that an answer can be read that begins before all is sent.
    public func sendAside(_ bytes: [UInt8]) {
        TestThread.start { [socket] in try? socket.send(bytes) }
    }

    /// Sends until the gateway takes no more; see `TestSocket.sendUntilStuck`.
    public func sendUntilStuck(_ bytes: [UInt8], limit: Int) -> Int { socket.sendUntilStuck(bytes, limit: limit) }

    /// Half-closes: nothing more will be sent, answers are still read.
    public func finishSending() { socket.finishSending() }

    public func close() { socket.close() }

    public func reset() { socket.reset() }

    // MARK: Receiving

    /// Sends `request` and reads its answer.
    public func ask(_ request: String, method: String? = nil) throws -> Answer {
        try send(request)
        return try answer(to: method ?? String(request.prefix { $0 != " " }))
    }

    /// A GET with the given extra field lines, and its answer.
    public func get(_ target: String, host: String = "localhost", fields: [String] = []) throws -> Answer {
        try ask(Self.head("GET", target, host: host, fields: fields))
    }

    /// Reads the next final answer, gathering 1xx before it. The method tells whether a body follows.
    public func answer(to method: String = "GET", within patience: Patience = .usual) throws -> Answer {
        var interim: [Interim] = []
        while true {
            guard let head = try reader.head(within: patience) else {
                throw TestFailure("the connection ended (\(reader.ending.map { "\($0)" } ?? "?")) before an answer")
            }
            let words = head.start.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard words.count >= 2, let status = Int(words[1]) else {
                throw TestFailure("no status line: \(head.start)")
            }
            if (100...199).contains(status) && status != 101 {
                interim.append(Interim(status: status, fields: head.fields))
                continue
            }
            let body = try body(of: head.fields, status: status, method: method)
            return Answer(
                status: status,
                reason: words.count > 2 ? String(words[2]) : "",
                version: String(words[0]),
                fields: head.fields,
                body: body.bytes,
                trailers: body.trailers,
                ending: body.ending,
                interim: interim
            )
        }
    }

    /// The next bytes as they come, without reading them as HTTP.
    public func receive(limit: Int = 65_536, within patience: Patience = .usual) throws -> Received {
        try socket.receive(limit: limit, within: patience)
    }

    /// Up to `count` bytes behind what was read as HTTP: fewer when the flow ended first.
    public func bytes(_ count: Int) throws -> [UInt8] { try reader.bytes(count) }

    /// Waits for the gateway to end the connection; whatever else it sends is returned.
    public func waitForEnd() throws -> [UInt8] { try reader.rest() }

    /// How the connection ended, once it has.
    public var ending: Received? { reader.ending }

    /// Whether the gateway has sent something, or ended the connection, that is not read yet.
    public var hasSomethingToRead: Bool { !reader.waiting.isEmpty || socket.isReadable }

    private func body(
        of fields: FieldLines,
        status: Int,
        method: String
    ) throws -> (bytes: [UInt8], trailers: FieldLines, ending: Answer.Ending) {
        if method == "HEAD" || status == 204 || status == 304 { return ([], FieldLines(), .whole) }
        if fields["Transfer-Encoding"]?.lowercased() == "chunked" {
            let read = try reader.chunkedBody()
            return (read.body, read.trailers, read.isWhole ? .whole : broken)
        }
        if let length = fields["Content-Length"].flatMap({ Int($0) }) {
            let bytes = try reader.bytes(length)
            return (bytes, FieldLines(), bytes.count == length ? .whole : broken)
        }
        let bytes = try reader.rest()
        return (bytes, FieldLines(), reader.ending == .reset ? .reset : .whole)
    }

    private var broken: Answer.Ending { reader.ending == .reset ? .reset : .truncated }

    /// A request head with its blank line.
    public static func head(
        _ method: String,
        _ target: String,
        host: String = "localhost",
        fields: [String] = []
    ) -> String {
        (["\(method) \(target) HTTP/1.1", "Host: \(host)"] + fields + ["", ""]).joined(separator: "\r\n")
    }
}
