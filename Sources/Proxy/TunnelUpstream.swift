// How is a tunnel asked for where the upstream speaks HTTP/2?

import Bytes
import Connection
import HTTP
import Time
import Upstream
import Wire

extension Worker {
    // MARK: Which connection

    /// A connection with room that the exchange can share.
    mutating func sharedConnection(for x: UInt32) -> UInt32? {
        isForHTTP1(x) ? nil : multiplexed(exchanges[x].cluster, exchanges[x].endpoint)
    }

    /// Whether the exchange wants a tunnel where both protocols are served; then it goes over HTTP/1.1, in which every
    /// server knows it, on a connection that offers nothing else.
    mutating func isForHTTP1(_ x: UInt32) -> Bool {
        exchanges[x].tunnel.isWanted && plan.clusters[exchanges[x].cluster].speech == .negotiated
    }

    /// Whether a tunnel may be asked for here now. If not, the exchange waits for the upstream's settings (RFC 8441, 3), or
    /// has failed because of them.
    mutating func mayConnect(_ x: UInt32, over c: UInt32) -> Bool {
        if h2clients[c].hasSettings {
            if h2clients[c].session.peerAllowsConnect { return true }
            fail(x, with: .upgradeNotServed)
            return false
        }
        exchanges[x].phase = .connecting
        exchanges[x].tunnel.awaitsSettings = true
        h2clients[c].awaitingSettings.append(UInt64(exchanges.generation(of: x)) << 32 | UInt64(x))
        return false
    }

    /// The upstream has said what it allows: those who waited for that go on.
    mutating func noteSettings(of c: UInt32) {
        h2clients[c].hasSettings = true
        if h2clients[c].awaitingSettings.isEmpty { return }
        let generation = h2clients.generation(of: c)
        for note in takeAwaiting(c) {
            guard let x = stillAwaiting(note) else { continue }
            if h2clients.isLive(c, generation: generation) {
                send(x, onStreamOf: c)
            } else {
                retryOrFail(x, after: .resetBeforeAnswer)
            }
        }
    }

    /// The connection is lost before the upstream has said anything.
    mutating func failAwaiting(_ c: UInt32) {
        if h2clients[c].awaitingSettings.isEmpty { return }
        for note in takeAwaiting(c) {
            if let x = stillAwaiting(note) { retryOrFail(x, after: .resetBeforeAnswer) }
        }
    }

    private mutating func takeAwaiting(_ c: UInt32) -> ContiguousArray<UInt64> {
        var notes: ContiguousArray<UInt64> = []
        swap(&notes, &h2clients[c].awaitingSettings)
        return notes
    }

    /// The exchange of a note, unless it has ended or been answered meanwhile.
    private mutating func stillAwaiting(_ note: UInt64) -> UInt32? {
        let x = UInt32(truncatingIfNeeded: note)
        guard exchanges.isLive(x, generation: UInt32(note >> 32)), exchanges[x].tunnel.awaitsSettings else {
            return nil
        }
        exchanges[x].tunnel.awaitsSettings = false
        return x
    }

    // MARK: What is said

    /// Turns the head that asks an HTTP/1.1 upstream into an extended CONNECT, in `pairs`.
    mutating func readConnect(_ x: UInt32, scheme: StaticString) {
        var lines = buffers.lease()
        TunnelFields.appendConnect(exchanges[x].head.readable, to: &lines)
        pairs.readRequest(lines.readable, scheme: scheme, protocolName: ByteView("websocket"))
        buffers.giveBack(lines)
    }

    /// The upstream has agreed on a stream.
    mutating func beginTunnel(_ x: UInt32, onStream stream: UInt32, of c: UInt32, endsStream: Bool) {
        // Content is whatever comes from now on, however much.
        h2clients[c].session.expectContent(stream, framing: .chunked, limit: .max)
        if endsStream { h2clients[c].session.endContent(stream) }
        let generation = exchanges.generation(of: x)
        // A client on a stream has no key that wants an answer.
        let key = exchanges[x].client.isStream ? nil : TunnelFields.key(in: exchanges[x].head.readable)
        beginTunnel(x, answering: key ?? .empty, viaLine: ResponseWriter.viaHTTP2)
        if exchanges.isLive(x, generation: generation), exchanges[x].phase == .tunnelling { pumpStreamAnswer(x) }
    }
}
