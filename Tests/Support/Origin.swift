// Who stands behind the gateway?

/// A recording HTTP/1.1 origin on a free loopback port.
///
/// It notes every request before it behaves, so that a test can tell what reached it, and what did not.
public final class Origin: Sendable {
    public let port: UInt16
    private let listening: Listening
    private let stage: Stage

    /// Starts listening; every connection is served by a thread of its own.
    public convenience init(_ behaviour: OriginBehaviour = .answer("hello")) throws {
        try self.init(behaviour, port: 0)
    }

    /// The same on a given port, to come back where one has stopped; a small `receiveBuffer` (bytes) fills up soon.
    public init(_ behaviour: OriginBehaviour, port: UInt16, receiveBuffer: Int32? = nil) throws {
        let stage = Stage(behaviour)
        self.stage = stage
        listening = try Listening(port: port, receiveBuffer: receiveBuffer) { stage.serve($0) }
        self.port = listening.port
    }

    /// The same on a unix socket at `unixPath`; `port` is 0.
    public init(_ behaviour: OriginBehaviour = .answer("hello"), unixPath: String) throws {
        let stage = Stage(behaviour)
        self.stage = stage
        listening = try Listening(unixPath: unixPath) { stage.serve($0) }
        port = 0
    }

    deinit { stop() }

    /// `127.0.0.1:port`, as a route's destination.
    public var address: String { "127.0.0.1:\(port)" }

    /// Every request so far, in the order in which their heads came.
    public var requests: [RecordedRequest] { stage.requests.now }

    /// How many connections were made to it so far.
    public var connectionCount: Int { stage.connectionCount.now }

    /// How many of its connections are open now.
    public var openConnectionCount: Int { stage.open.now.count }

    /// What could not be read as a request, or stopped an answer: faults that a test may want to see.
    public var troubles: [String] { stage.troubles.now }

    /// The n-th request; waits for its head.
    public func request(_ n: Int = 0) throws -> RecordedRequest {
        try eventually("request \(n) at the origin") { requests.count > n }
        return requests[n]
    }

    /// The n-th request with its body, as soon as the origin has read it whole.
    public func wholeRequest(_ n: Int = 0) throws -> RecordedRequest {
        try eventually("the whole of request \(n) at the origin") { requests.count > n && requests[n].isWhole }
        return requests[n]
    }

    /// Closes idle and busy connections alike and goes on listening, as a restarted service does.
    public func dropConnections() {
        stage.open.now.values.forEach { $0.interrupt() }
    }

    /// Stops listening and ends every connection.
    public func stop() {
        listening.stop()
        dropConnections()
    }

    /// What the threads of an origin share.
    private final class Stage: Sendable {
        let behaviour: OriginBehaviour
        let requests = Shelf<[RecordedRequest]>([])
        let troubles = Shelf<[String]>([])
        let connectionCount = Shelf(0)
        let open = Shelf<[Int: TestSocket]>([:])

        init(_ behaviour: OriginBehaviour) {
            self.behaviour = behaviour
        }

        /// Serves one connection to its end.
        func serve(_ socket: TestSocket) {
            let number = connectionCount.change { count in
                defer { count += 1 }; return count
            }
            open.change { $0[number] = socket }
            let after: AfterTurn
            do {
                after = try playAll(MessageReader(socket), connection: number)
            } catch {
                troubles.change { $0.append("\(error)") }
                after = .close
            }
            open.change { $0[number] = nil }
            if case .reset = after { socket.reset() } else { socket.close() }
        }

        private func playAll(_ reader: MessageReader, connection: Int) throws -> AfterTurn {
            var place = 0
            while let head = try reader.head(within: Patience(seconds: 300)) {
                // A line of the PROXY protocol comes first where a cluster writes it; it stays in the raw head.
                let start = head.start.hasPrefix("PROXY ") ? head.fields.lines.first?.name ?? "" : head.start
                let words = start.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
                guard words.count == 3 else { throw TestFailure("no request line: \(head.raw)") }
                let request = RecordedRequest(
                    rawHead: head.raw,
                    method: words[0],
                    target: words[1],
                    version: words[2],
                    fields: head.fields,
                    connection: connection,
                    place: place
                )
                place += 1
                let index = requests.change { all in
                    all.append(request); return all.count - 1
                }
                let turn = OriginTurn(request, reader) { [requests] whole in requests.change { $0[index] = whole } }
                switch try behaviour.play(turn) {
                case .keepAlive: try turn.readBody()
                case let end: return end
                }
            }
            return .close
        }
    }
}
