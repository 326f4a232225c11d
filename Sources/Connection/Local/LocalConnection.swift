// How is one connection to a cold house served, from its first byte to its last?

import HTTP
import Time
import Wire

/// One client's connection: requests are answered in order, one after another. Runs as one task of the loop.
actor LocalConnection: LoopActor {
    nonisolated let loop: LoopExecutor
    private let conduit: AsyncConduit
    private let peer: SocketAddress
    private let limits: LocalLimits
    private let handler: LocalServer.Handler
    /// Whether a request is being received or answered.
    private(set) var isBusy = false
    /// Whether the answer at hand is to be the last.
    private var isDraining = false

    init(
        conduit: AsyncConduit,
        peer: SocketAddress,
        limits: LocalLimits,
        handler: @escaping LocalServer.Handler
    ) {
        loop = conduit.loop
        self.conduit = conduit
        self.peer = peer
        self.limits = limits
        self.handler = handler
    }

    /// Serves until either side has had enough. Never fails: what goes wrong ends the connection.
    func serve() async {
        do throws(AsyncConduitError) {
            try await conduit.handshake(until: deadline(limits.requestTime))
            try await serveRequests()
            await conduit.finish(discarding: 256 * 1024, until: deadline(limits.closeTime))
        } catch {
            await conduit.close(abort: true)
        }
    }

    /// Makes the answer at hand the last one.
    func drain() { isDraining = true }

    /// Tells a client that there is no room for it.
    func refuse() async {
        let answer = LocalResponse.fault(.serviceUnavailable, "too many connections")
        try? await conduit.write(answer.serialized(keepAlive: false), until: deadline(limits.closeTime))
        await conduit.finish(discarding: 16 * 1024, until: deadline(limits.closeTime))
    }

    /// Returns when the connection is to be closed in an orderly way.
    private func serveRequests() async throws(AsyncConduitError) {
        var reader = LocalRequestReader(limits: limits, peer: peer)
        var until = deadline(limits.idleTime)
        while true {
            switch reader.next() {
            case .needMore:
                let hadBegun = reader.hasBegun
                isBusy = hadBegun
                guard let bytes = try await read(until: until, hadBegun: hadBegun) else { return }
                reader.append(bytes)
                // The clock of a request starts with its first byte, and no later byte sets it back.
                if !hadBegun { until = deadline(limits.requestTime) }
            case .expectsContinue:
                try await write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
            case .request(let request, let keepAlive):
                isBusy = true
                guard try await answer(request, keepAlive: keepAlive) else { return }
                until = deadline(reader.hasBegun ? limits.requestTime : limits.idleTime)
            case .failed(let error):
                return try await refuse(error.status, error.reason.description)
            }
        }
    }

    /// The next bytes; nil when the connection is over.
    private func read(until: Deadline, hadBegun: Bool) async throws(AsyncConduitError) -> [UInt8]? {
        do throws(AsyncConduitError) {
            let bytes = try await conduit.read(until: until)
            return bytes.isEmpty ? nil : bytes
        } catch {
            guard error == .timedOut else { throw error }
            if hadBegun { try await refuse(.requestTimeout, "the request took too long to arrive") }
            return nil
        }
    }

    /// Whether the connection may live on.
    private func answer(_ request: LocalRequest, keepAlive: Bool) async throws(AsyncConduitError) -> Bool {
        let response = await handler(request)
        let staysOpen = keepAlive && !isDraining
        try await write(response.serialized(toHead: request.method == .head, keepAlive: staysOpen))
        return staysOpen
    }

    private func refuse(_ status: Status, _ reason: String) async throws(AsyncConduitError) {
        try await write(LocalResponse.fault(status, reason).serialized(keepAlive: false))
    }

    private func write(_ bytes: [UInt8]) async throws(AsyncConduitError) {
        try await conduit.write(bytes, until: deadline(limits.writeTime))
    }

    private func deadline(_ duration: Duration) -> Deadline { Deadline(after: duration, from: MonotonicClock.now()) }
}
