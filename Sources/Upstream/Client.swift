// How does the gateway itself ask another server something?

import HTTP
import Time
import Wire

/// A one-shot HTTP/1.1 client for the cold houses: a whole request out, a whole response in, one deadline over all.
///
/// The last connection to each server is kept while it is quiet and used again, which is checked before every use; a
/// server that closes it in the very moment of sending costs a repeatable request one new try on a fresh connection,
/// and no other request any. `https` verifies the certificate against the URL's host. Redirects are not followed.
///
/// Host names are resolved when a connection is made, by the system's resolver, which blocks the loop meanwhile; the
/// deadline is looked at before and after.
public actor Client: LoopActor {
    /// Whom a connection leads to; two of the same kind can stand in for each other.
    private struct Origin: Hashable {
        let isSecure: Bool
        let host: String
        let port: UInt16
        let address: SocketAddress?
    }

    private struct Kept {
        let conduit: AsyncConduit
        let until: Deadline
    }

    public nonisolated let loop: LoopExecutor
    private let limits: ClientLimits
    private var tls: TLSClientContext?
    private var kept: [Origin: Kept] = [:]

    /// `tls` says whom to trust; without it the authorities of the system are loaded with the first `https` request.
    public init(on loop: LoopExecutor, tls: TLSClientContext? = nil, limits: ClientLimits = ClientLimits()) {
        self.loop = loop
        self.tls = tls
        self.limits = limits
    }

    /// Sends one request and waits for its whole answer, for at most `timeout` from resolving to the last byte.
    public func send(_ request: ClientRequest, timeout: Duration) async throws(ClientError) -> ClientResponse {
        let deadline = Deadline(after: timeout, from: MonotonicClock.now())
        let origin = Origin(
            isSecure: request.url.isSecure,
            host: request.url.host,
            port: request.url.port,
            address: request.address
        )
        if let conduit = await takeKept(origin) {
            do throws(Fault) {
                return try await exchange(request, origin, over: conduit, until: deadline)
            } catch {
                guard error.isUnanswered, request.isRepeatable else { throw error.error }
            }
        }
        let conduit = try await connect(origin, until: deadline)
        do throws(Fault) {
            return try await exchange(request, origin, over: conduit, until: deadline)
        } catch {
            throw error.error
        }
    }

    /// Sends a request to `url`, in one line.
    public func send(
        _ method: HTTP.Method,
        _ url: ClientURL,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        timeout: Duration
    ) async throws(ClientError) -> ClientResponse {
        try await send(ClientRequest(method, url, headers: headers, body: body), timeout: timeout)
    }

    /// Closes the kept connections. The client can be used afterwards.
    public func close() async {
        let all = kept.values
        kept = [:]
        for one in all { await one.conduit.close() }
    }

    // MARK: One exchange

    /// A failure, and whether it came before any byte of an answer for a reason that a fresh connection may cure.
    private struct Fault: Error {
        let error: ClientError
        let isUnanswered: Bool
    }

    private func exchange(
        _ request: ClientRequest,
        _ origin: Origin,
        over conduit: AsyncConduit,
        until deadline: Deadline
    ) async throws(Fault) -> ClientResponse {
        var reader = ClientResponseReader(to: request.method, limits: limits)
        do throws(ClientError) {
            await write(request, to: conduit, until: deadline)
            let (response, keepAlive) = try await read(&reader, from: conduit, until: deadline)
            if keepAlive { await keep(conduit, for: origin) } else { await conduit.close() }
            return response
        } catch {
            await conduit.close(abort: true)
            throw Fault(error: error, isUnanswered: !reader.hasBegun && Self.isConnectionFault(error))
        }
    }

    /// A failed write is not the end: a server that refuses a large body early closes while we write, and its answer
    /// waits to be read. If none does, reading fails as well.
    private func write(_ request: ClientRequest, to conduit: AsyncConduit, until deadline: Deadline) async {
        try? await conduit.write(request.serialized(), until: deadline)
    }

    private func read(
        _ reader: inout ClientResponseReader,
        from conduit: AsyncConduit,
        until deadline: Deadline
    ) async throws(ClientError) -> (ClientResponse, keepAlive: Bool) {
        while true {
            var step = reader.next()
            if case .needMore = step {
                let bytes = try await bytes(from: conduit, until: deadline)
                if bytes.isEmpty {
                    step = reader.inputEnded()
                } else {
                    reader.append(bytes)
                    continue
                }
            }
            switch step {
            case .response(let response, let keepAlive): return (response, keepAlive)
            case .failed(.incompleteHead), .failed(.truncatedBody), .needMore: throw .endedEarly
            case .failed(let error): throw .malformed(error)
            }
        }
    }

    private func bytes(from conduit: AsyncConduit, until deadline: Deadline) async throws(ClientError) -> [UInt8] {
        do throws(AsyncConduitError) {
            return try await conduit.read(until: deadline)
        } catch {
            switch error {
            case .timedOut: throw .timedOut
            case .cancelled: throw .cancelled
            default: throw .connectionLost(error)
            }
        }
    }

    private static func isConnectionFault(_ error: ClientError) -> Bool {
        switch error {
        case .endedEarly, .connectionLost: true
        default: false
        }
    }

    // MARK: Connections

    /// Tries the addresses of the host in turn.
    private func connect(_ origin: Origin, until deadline: Deadline) async throws(ClientError) -> AsyncConduit {
        let context = origin.isSecure ? try context() : nil
        var last = ClientError.timedOut
        for address in try addresses(origin) where !deadline.hasPassed(at: MonotonicClock.now()) {
            do throws(AsyncConduitError) {
                return try await AsyncConduit.connect(
                    to: address,
                    tls: context,
                    serverName: Self.withoutBrackets(origin.host),
                    on: loop,
                    until: deadline
                )
            } catch {
                if error == .timedOut { throw .timedOut }
                if error == .cancelled { throw .cancelled }
                last = .connect(error)
            }
        }
        throw last
    }

    private func addresses(_ origin: Origin) throws(ClientError) -> [SocketAddress] {
        if let address = origin.address { return [address] }
        do throws(HostResolver.Failure) {
            return try HostResolver.addresses(of: origin.host).map { .ip($0, port: origin.port) }
        } catch {
            throw .unresolved(error)
        }
    }

    private func context() throws(ClientError) -> TLSClientContext {
        if let tls { return tls }
        do throws(TLSSetupError) {
            let fresh = try TLSClientContext()
            tls = fresh
            return fresh
        } catch {
            throw .tlsSetup(error)
        }
    }

    private static func withoutBrackets(_ host: String) -> String {
        host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    }

    /// The kept connection to `origin`, if it is still good.
    private func takeKept(_ origin: Origin) async -> AsyncConduit? {
        guard let one = kept.removeValue(forKey: origin) else { return nil }
        if !one.until.hasPassed(at: MonotonicClock.now()), await one.conduit.isQuiet() { return one.conduit }
        await one.conduit.close()
        return nil
    }

    private func keep(_ conduit: AsyncConduit, for origin: Origin) async {
        let now = MonotonicClock.now()
        var leaving: [AsyncConduit] = []
        for (origin, one) in kept where one.until.hasPassed(at: now) {
            leaving.append(one.conduit)
            kept[origin] = nil
        }
        if kept.count >= limits.keptConnections, let oldest = kept.min(by: { $0.value.until < $1.value.until })?.key {
            if let one = kept.removeValue(forKey: oldest) { leaving.append(one.conduit) }
        }
        let fresh = Kept(conduit: conduit, until: Deadline(after: limits.keepTime, from: now))
        if let other = kept.updateValue(fresh, forKey: origin) { leaving.append(other.conduit) }
        for conduit in leaving { await conduit.close() }
    }
}
