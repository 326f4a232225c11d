// Who is the client of a connection that a proxy passed on, and how are upstreams told?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    // MARK: Inbound

    /// Waits for the PROXY header of a fresh connection; a peer that is not trusted gets no chance to send one.
    /// - Returns: whether the connection still lives.
    mutating func expectProxyHeader(_ s: UInt32) -> Bool {
        servers[s].phase = .preface
        if Clearance(rawValue: servers[s].facts.clearance).isTrusted { return true }
        refuseProxied(s, .proxyHeadersUntrusted)
        return false
    }

    /// Looks for the PROXY header that a connection of this listener begins with. What comes without a good one is
    /// closed without a word: nobody knows what its sender understands.
    mutating func readProxyHeader(_ s: UInt32) {
        switch servers[s].conduit.peekPreface(limit: ProxyHeader.longest, &io) {
        case .wouldBlock: return
        case .end, .truncated, .failed: refuseProxied(s, .proxyHeadersCut)
        case .bytes(let bytes):
            switch ProxyHeaderReader.read(bytes) {
            case .incomplete: if servers[s].conduit.isPrefaceCut { refuseProxied(s, .proxyHeadersCut) }
            case .malformed(.noHeader): refuseProxied(s, .proxyHeadersMissing)
            case .malformed: refuseProxied(s, .proxyHeadersMalformed)
            case .complete(let header): takeProxyHeader(header, s)
            }
        }
    }

    mutating func refuseProxied(_ s: UInt32, _ counter: WorkerCounter) {
        count(counter)
        closeServer(s, abort: true)
    }

    private mutating func takeProxyHeader(_ header: ProxyHeader, _ s: UInt32) {
        guard servers[s].conduit.takePreface(header.length, &io) else {
            refuseProxied(s, .proxyHeadersCut)
            return
        }
        adopt(header.origin, s)
        servers[s].endPreface(now: now)
        armServer(s)
        if servers[s].phase == .handshake { shakeHands(s) } else { serve(s) }
    }

    /// From here on the client is whom the header names, for trust as for everything else.
    private mutating func adopt(_ origin: ProxyOrigin, _ s: UInt32) {
        switch origin {
        case .sender: count(.proxyHeadersLocal)
        case .unnamed:
            count(.proxyHeadersUnnamed)
            servers[s].facts.clearance = Clearance.none.rawValue
        case .client(let source, let destination):
            count(.proxyHeadersTaken)
            let peer = SocketAddress.ip(source.address, port: source.port)
            servers[s].facts.peer = peer
            servers[s].facts.clearance = Clearance(of: peer, under: plan.trust).rawValue
            servers[s].facts.proxiedDestination = destination
        }
    }

    // MARK: Outbound

    /// Writes the PROXY header of a fresh upstream connection, if its cluster wants one.
    /// - Returns: whether the connection still lives as far as this knows.
    mutating func sendProxyHeader(_ c: UInt32) -> Bool {
        guard let version = plan.clusters[clients[c].cluster].proxyVersion else { return true }
        let x = clients[c].exchange
        guard x != .max else { return false }
        var header = buffers.lease()
        ProxyHeaderWriter.write(origin(of: exchanges[x].client), version: version, to: &header)
        let step = clients[c].conduit.sendPreface(header.readable)
        buffers.giveBack(header)
        if case .failed = step { return false }
        return true
    }

    /// Whom a downstream connection belongs to, and which address it had meant.
    private mutating func origin(of client: ClientPlace) -> ProxyOrigin {
        let facts = facts(of: client)
        guard case .ip(let address, let port) = facts.peer else { return .unnamed }
        let source = ProxyEndpoint(address, port: port)
        if let destination = facts.proxiedDestination { return .client(source, destination: destination) }
        guard case .ip(let own, let ownPort) = localAddress(of: client) else { return .unnamed }
        return .client(source, destination: ProxyEndpoint(own, port: ownPort))
    }
}
