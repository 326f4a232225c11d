// One core's share of the gateway: what does it own, and how does its loop turn?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

/// One thread's loop with everything it touches: connections, exchanges, pools, timers, counters.
///
/// It is made inside its thread and never leaves it. Everything below runs to completion on that thread: a turn waits
/// for readiness, reads the clock once, lets every ready connection go as far as it can, runs out timers, reads mail.
///
/// Its methods are `mutating` also where they only look: for one that is not the compiler may copy the whole struct,
/// 1,200 bytes, to lend it (Swift 6.3).
public struct Worker: ~Copyable {
    let index: Int
    let post: WorkerPost
    let anchor: ClockAnchor
    let plan: Plan
    var now: Instant
    var poller: Poller
    var timers: TimerWheel
    var io = IOScratch()
    var random: LoopRandom

    var listeners = Slab<Listener>()
    var servers = Slab<H1ServerConnection>()
    var clients = Slab<H1ClientConnection>()
    var h2servers = Slab<H2ServerConnection>()
    var h2clients = Slab<H2ClientConnection>()
    var exchanges = Slab<Exchange>()
    var clusters = Slab<Cluster>()
    /// One timer for each place in `exchanges`, kept while exchanges come and go in it.
    var exchangeTimers: ContiguousArray<TimerID> = []

    /// The head being read; its storage is used again for every request. Likewise for answers.
    var request: RequestHead
    var response: ResponseHead
    /// Bytes on their way into one conduit; empty between two stations.
    var staged = ByteBuffer(capacity: 16 << 10)
    /// What an HTTP/2 session has understood and its owner has not handled.
    var inbox = H2Inbox()
    /// Outgoing fields on their way into an HTTP/2 session.
    var pairs = H2Pairs()
    /// Frames on their way into one conduit; empty between two stations.
    var framed = ByteBuffer(capacity: 96 << 10)
    /// HTTP/2 connections that have something to write at the end of the turn; each is there at most once.
    var dirty: ContiguousArray<UInt64> = []
    /// Those that are written now; kept for its memory.
    var writing: ContiguousArray<UInt64> = []
    var buffers = BufferPool(blockBytes: 4096, keptBuffers: 256)
    /// Connections that have something to read but let others have their turn first; each is there at most once.
    var unfinished: ContiguousArray<UInt64> = []
    /// Those whose turn it is now; kept for its memory.
    private var turning: ContiguousArray<UInt64> = []

    var drainsUntil: Instant?
    var isDraining: Bool { drainsUntil != nil }
    /// When a drain ends which tunnels.
    var tunnelDrain = TunnelDrain()

    /// Opens the listening sockets. Call it on the worker's own thread.
    public init(index: Int, plan: Plan, post: WorkerPost, random: LoopRandom) throws(SystemError) {
        let poller = try Poller()
        try poller.addListening(
            post.mail.wakeDescriptor,
            token: Token(kind: TokenKind.mailbox, index: 0, generation: 0).rawValue
        )
        self.poller = poller
        self.index = index
        self.post = post
        self.plan = plan
        self.random = random
        now = MonotonicClock.now()
        anchor = ClockAnchor.now()
        timers = TimerWheel(now: now)
        request = RequestHead(limits: Worker.widest(plan))
        response = ResponseHead(limits: H1Limits())
        openClusters()
    }

    /// Limits with room for the fields of any listener's requests.
    private static func widest(_ plan: Plan) -> H1Limits {
        plan.listeners.map(\.limits).max { $0.fields < $1.fields } ?? H1Limits()
    }

    private mutating func openClusters() {
        for cluster in plan.clusters {
            let place = clusters.insert(
                Cluster(addresses: cluster.addresses, poolLimit: cluster.poolLimit, queueLimit: cluster.queueLimit)
            )
            precondition(clusters.count == Int(place) + 1, "Clusters take their places in the order of the plan.")
        }
    }

    /// Begins to listen with sockets that the starting thread bound, so that a port in use is known before any thread
    /// runs.
    mutating func listen(_ acceptor: consuming Acceptor, as index: Int) throws(SystemError) {
        let descriptor = acceptor.rawDescriptor
        let place = listeners.insert(Listener(acceptor: acceptor, index: index))
        let token = Token(kind: TokenKind.listener, index: place, generation: listeners.generation(of: place))
        try poller.addListening(descriptor, token: token.rawValue)
    }

    /// Turns until a drain has finished.
    public mutating func run() {
        while !hasFinished { turn() }
        endGrace()
        while !hasFinished { turn() }
        closeEverything()
    }

    private var hasFinished: Bool {
        guard let end = drainsUntil else { return false }
        return servers.count + h2servers.count == 0 || now >= end
    }

    private mutating func turn() {
        let count = poller.wait(timeoutMilliseconds: pollTimeout())
        now = MonotonicClock.now()
        for index in 0..<count { take(poller.event(index)) }
        continueUnfinished()
        while let token = timers.nextExpired(now: now) { expire(Token(rawValue: token)) }
        writeStreams()
    }

    private mutating func pollTimeout() -> Int32 {
        if !unfinished.isEmpty || !dirty.isEmpty { return 0 }
        guard let deadline = timers.nextDeadline() else { return -1 }
        let wait = deadline.nanoseconds(since: now)
        return Int32(clamping: (wait + 999_999) / 1_000_000)
    }

    private mutating func take(_ event: PollEvent) {
        let token = Token(rawValue: event.token)
        switch token.kind {
        case TokenKind.server:
            if servers.isLive(token.index, generation: token.generation) { serverIsReady(token.index, event) }
        case TokenKind.client:
            if clients.isLive(token.index, generation: token.generation) { clientIsReady(token.index, event) }
        case TokenKind.h2server:
            if h2servers.isLive(token.index, generation: token.generation) { h2ServerIsReady(token.index, event) }
        case TokenKind.h2client:
            if h2clients.isLive(token.index, generation: token.generation) { h2ClientIsReady(token.index, event) }
        case TokenKind.listener:
            if listeners.isLive(token.index, generation: token.generation) { accept(on: token.index) }
        default: readMail()
        }
    }

    private mutating func continueUnfinished() {
        if unfinished.isEmpty { return }
        swap(&unfinished, &turning)
        for place in 0..<turning.count { goOn(Token(rawValue: turning[place])) }
        turning.removeAll(keepingCapacity: true)
    }

    private mutating func goOn(_ token: Token) {
        if token.kind == TokenKind.server, servers.isLive(token.index, generation: token.generation) {
            servers[token.index].isQueued = false
            serve(token.index)
        } else if token.kind == TokenKind.client, clients.isLive(token.index, generation: token.generation) {
            clients[token.index].isQueued = false
            receive(from: token.index)
        } else if token.kind == TokenKind.h2server, h2servers.isLive(token.index, generation: token.generation) {
            h2servers[token.index].isQueued = false
            receiveStreams(fromClient: token.index)
        } else if token.kind == TokenKind.h2client, h2clients.isLive(token.index, generation: token.generation) {
            h2clients[token.index].isQueued = false
            receiveStreams(fromUpstream: token.index)
        }
    }

    /// Lets a downstream connection go on when the others have had their turn.
    mutating func queueServer(_ s: UInt32) {
        if servers[s].isQueued { return }
        servers[s].isQueued = true
        unfinished.append(Token(kind: TokenKind.server, index: s, generation: servers.generation(of: s)).rawValue)
    }

    /// Lets an upstream connection go on when the others have had their turn.
    mutating func queueClient(_ c: UInt32) {
        if clients[c].isQueued { return }
        clients[c].isQueued = true
        unfinished.append(Token(kind: TokenKind.client, index: c, generation: clients.generation(of: c)).rawValue)
    }

    private mutating func expire(_ token: Token) {
        switch token.kind {
        case TokenKind.server:
            if servers.isLive(token.index, generation: token.generation) { serverTimedOut(token.index) }
        case TokenKind.client:
            if clients.isLive(token.index, generation: token.generation) { clientTimedOut(token.index) }
        case TokenKind.h2server:
            if h2servers.isLive(token.index, generation: token.generation) { h2ServerTimedOut(token.index) }
        case TokenKind.h2client:
            if h2clients.isLive(token.index, generation: token.generation) { h2ClientTimedOut(token.index) }
        case TokenKind.exchange: exchangeTimedOut(token.index)
        case TokenKind.drain: drainTunnels()
        case TokenKind.listener:
            if listeners.isLive(token.index, generation: token.generation) { resumeListening(token.index) }
        default: break
        }
    }

    private mutating func readMail() {
        for message in post.mail.drain() {
            switch message {
            case .drain(let end): beginDrain(until: end)
            }
        }
    }
}
