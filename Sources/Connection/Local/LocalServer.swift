// How do the cold houses serve HTTP?

import HTTP
import Time
import Wire

/// An HTTP/1.1 server for the gateway's own API: whole requests in, whole responses out, on a cold loop.
///
/// It speaks with the parser, the limits and the TLS of the traffic's side, but in `async` code over one loop: a few
/// hundred clients, not a few hundred thousand. A handler that blocks holds up the loop.
public actor LocalServer: LoopActor {
    public typealias Handler = @Sendable (LocalRequest) async -> LocalResponse

    public nonisolated let loop: LoopExecutor
    /// Where it listens; the port is the real one when 0 was asked for.
    public nonisolated let address: SocketAddress

    /// Nil once it has stopped: new clients are then refused by the kernel.
    private var acceptor: Acceptor?
    private let tls: TLSContext?
    private let limits: LocalLimits
    private let handler: Handler
    private var accepting: Task<Void, Never>?
    private var connections: [UInt64: (connection: LocalConnection, task: Task<Void, Never>)] = [:]
    private var lastConnection: UInt64 = 0

    /// Binds and listens, so that errors such as a port in use are known at once; `start` accepts.
    public init(
        on loop: LoopExecutor,
        address: SocketAddress,
        tls: TLSContext? = nil,
        limits: LocalLimits = LocalLimits(),
        handler: @escaping Handler
    ) throws(SystemError) {
        let acceptor = try Acceptor(address: address, backlog: 128)
        self.loop = loop
        self.address = acceptor.localAddress
        self.acceptor = consume acceptor
        self.tls = tls
        self.limits = limits
        self.handler = handler
    }

    /// How many clients are connected.
    public var connectionCount: Int { connections.count }

    /// Begins to accept. The server lives until `stop`.
    public func start() throws(SystemError) {
        guard accepting == nil, let descriptor = acceptor?.rawDescriptor else {
            preconditionFailure("A local server is started once.")
        }
        let flow = try loop.register(descriptor)
        accepting = Task(executorPreference: loop) { await self.accept(flow) }
    }

    /// Accepts nothing more, lets requests at hand be answered for `grace`, and then closes what is left.
    public func stop(within grace: Duration = .zero) async {
        accepting?.cancel()
        for (connection, task) in connections.values {
            await connection.drain()
            let isBusy = await connection.isBusy
            if grace == .zero || !isBusy { task.cancel() }
        }
        await accepting?.value
        acceptor = nil
        let deadline = Deadline(after: grace, from: MonotonicClock.now())
        let late = Task(executorPreference: loop) { [loop] in
            try? await loop.sleep(until: deadline)
            if !Task.isCancelled { await self.cancelAll() }
        }
        for (_, task) in connections.values { await task.value }
        late.cancel()
    }

    private func cancelAll() {
        for (_, task) in connections.values { task.cancel() }
    }

    private func accept(_ flow: FlowID) async {
        while !Task.isCancelled {
            guard let answer = acceptor?.accept() else { break }
            switch answer {
            case .connection(let descriptor, let peer): admit(descriptor, peer)
            case .wouldBlock: _ = await loop.wait(flow, for: .readable, until: .never)
            // Descriptors or memory are short; others will be closed soon.
            case .failed: try? await loop.sleep(for: .milliseconds(100))
            }
        }
        loop.forget(flow)
    }

    private func admit(_ descriptor: Int32, _ peer: SocketAddress) {
        // When the kernel cannot watch it, the descriptor is closed and the client sees the end.
        guard let conduit = try? AsyncConduit(accepted: descriptor, tls: tls, on: loop) else { return }
        let connection = LocalConnection(conduit: conduit, peer: peer, limits: limits, handler: handler)
        let isFull = connections.count >= limits.connections
        // Those that are turned away linger for a moment; beyond twice the bound even that is too much.
        if connections.count >= 2 * limits.connections { return }
        lastConnection += 1
        let number = lastConnection
        let task = Task(executorPreference: loop) {
            if isFull { await connection.refuse() } else { await connection.serve() }
            await self.remove(number)
        }
        connections[number] = (connection, task)
    }

    private func remove(_ number: UInt64) { connections[number] = nil }
}
