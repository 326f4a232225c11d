// THE OTHER STORY: a request leaves HTTP behind, and bytes go both ways until one side has said everything.

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    // MARK: The wish

    /// Takes note of a request that asks for a tunnel, when its route lets it.
    /// - Returns: why it is refused. Over HTTP/1.1 nothing is: a wish that is not granted was only an offer
    ///   (RFC 9110, 7.8), which ends here and is served without.
    mutating func noteTunnel(_ x: UInt32) -> Fault? {
        let isConnect = request.isExtendedConnect
        guard isConnect || request.wantsUpgrade else { return nil }
        guard TunnelFields.asksForWebSocket(request) else { return isConnect ? .protocolUnknown : nil }
        guard plan.routes[exchanges[x].route].allowsWebSocket else { return isConnect ? .upgradeNotAllowed : nil }
        exchanges[x].tunnel.isWanted = true
        if isConnect { exchanges[x].tunnel.key = WebSocketKey(random.next(), random.next()) }
        return nil
    }

    // MARK: The beginning

    /// The upstream has switched protocols.
    /// - Returns: whether it was asked to, and did it as it was asked to.
    mutating func takeSwitch(_ x: UInt32, from c: UInt32, headLength: Int) -> Bool {
        guard exchanges[x].tunnel.isWanted, TunnelFields.agrees(response, to: exchanges[x].tunnel.key) else {
            return false
        }
        clients[c].beginTunnel(headLength: headLength)
        if exchanges[x].phases.firstByte == .zero { noteFirstByte(x) }
        beginTunnel(x, answering: .empty, viaLine: ResponseWriter.viaHTTP1)
        return true
    }

    /// Tells the client that its tunnel is open, and moves what it has sent already.
    ///
    /// - Parameter key: the client's nonce, when the gateway has to answer it; else empty.
    mutating func beginTunnel(_ x: UInt32, answering key: ByteView, viaLine: StaticString) {
        let client = exchanges[x].client
        exchanges[x].phase = .tunnelling
        exchanges[x].status = client.isStream ? Status.ok.rawValue : Status.switchingProtocols.rawValue
        exchanges[x].totalDeadline = .distantFuture
        exchanges[x].tunnel.beganAt = now
        exchanges[x].tunnel.idleAt = now.advanced(
            byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].tunnelIdle
        )
        armExchange(x, until: exchanges[x].tunnel.idleAt)
        count(.tunnelsOpen)
        TunnelFields.appendAnswer(
            response,
            isStream: client.isStream,
            answering: key.isEmpty ? nil : key,
            viaLine: viaLine,
            to: &staged
        )
        appendReturnedTrace(x)
        staged.append("\r\n")
        writeDownBeginning(x)
        if client.isStream {
            // Content is whatever comes from now on, however much.
            respond(x, content: .chunked)
            pumpStream(x)
            return
        }
        exchanges[x].answerHasLeft = true
        servers[client.connection].beginTunnel()
        guard writeStaged(to: client.connection) else { return }
        // Its bytes may be there already; they get their turn when the upstream's are no longer looked at.
        queueServer(client.connection)
    }

    // MARK: Both ways

    /// Moves what the client says to the upstream, until one of them has to be waited for.
    mutating func pumpUp(_ x: UInt32) {
        var moved = 0
        while !exchanges[x].tunnel.clientHasEnded, exchanges[x].tunnel.isLeaving || upstreamTakesMore(x) {
            if moved >= Worker.bytesPerTurn {
                queueContent(of: x)
                break
            }
            switch nextBytesOfClient(x) {
            case .data(let data):
                moved += data.count + Worker.bytesPerPiece
                guard carryUp(data, x) else { return }
            case .wait:
                settleTunnel(x, moved: moved)
                return
            case .end: noteEnd(x, .clientClosed)
            // Many clients save themselves the goodbye when they have heard one.
            case .cut where exchanges[x].tunnel.upstreamHasEnded: noteEnd(x, .clientClosed)
            case .broken where exchanges[x].tunnel.isLeaving, .cut where exchanges[x].tunnel.isLeaving:
                noteEnd(x, .clientClosed)
            case .broken, .cut:
                breakTunnel(x, .clientReset)
                return
            }
        }
        settleTunnel(x, moved: moved)
    }

    /// Moves what the upstream says to the client, until one of them has to be waited for.
    mutating func pumpDown(_ x: UInt32) {
        var moved = 0
        while !exchanges[x].tunnel.upstreamHasEnded, exchanges[x].tunnel.isLeaving || takesMore(x) {
            if moved >= Worker.bytesPerTurn {
                queueAnswer(of: x)
                break
            }
            switch nextBytesOfUpstream(x) {
            case .data(let data):
                moved += data.count + Worker.bytesPerPiece
                guard carryDown(data, x) else { return }
            case .wait:
                settleTunnel(x, moved: moved)
                return
            case .end: noteEnd(x, .upstreamClosed)
            case .cut where exchanges[x].tunnel.clientHasEnded: noteEnd(x, .upstreamClosed)
            case .broken where exchanges[x].tunnel.isLeaving, .cut where exchanges[x].tunnel.isLeaving:
                noteEnd(x, .upstreamClosed)
            case .broken, .cut:
                breakTunnel(x, .upstreamReset)
                return
            }
        }
        settleTunnel(x, moved: moved)
    }

    private mutating func nextBytesOfClient(_ x: UInt32) -> TunnelStep {
        let client = exchanges[x].client
        guard client.isStream else { return servers[client.connection].nextBytes(&io) }
        switch h2servers[client.connection].session.takeContent(client.stream) {
        case .data(let data):
            // The client may send as much again; it hears of it with the next flush.
            markDirty(server: client.connection)
            return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed: return .broken
        }
    }

    private mutating func nextBytesOfUpstream(_ x: UInt32) -> TunnelStep {
        let upstream = exchanges[x].upstream
        guard upstream.isStream else { return clients[upstream.connection].nextBytes(&io) }
        switch h2clients[upstream.connection].session.takeContent(upstream.stream) {
        case .data(let data):
            markDirty(client: upstream.connection)
            return .data(data)
        case .end: return .end
        case .wait: return .wait
        case .malformed: return .broken
        }
    }

    /// Passes on what the client said, unless the upstream was told that nothing follows.
    /// - Returns: false when the tunnel has ended.
    private mutating func carryUp(_ data: ByteView, _ x: UInt32) -> Bool {
        if exchanges[x].tunnel.isLeaving { return true }
        exchanges[x].tunnel.fromClient.pass(data)
        exchanges[x].bodyBytesTaken += UInt64(data.count)
        return sayToUpstream(data, x)
    }

    /// Likewise what the upstream said.
    private mutating func carryDown(_ data: ByteView, _ x: UInt32) -> Bool {
        if exchanges[x].tunnel.isLeaving { return true }
        exchanges[x].tunnel.fromUpstream.pass(data)
        return sayToClient(data, x)
    }

    /// - Returns: false when the tunnel has ended.
    mutating func sayToUpstream(_ data: ByteView, _ x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        if upstream.isStream { return giveUpstream(data, toStreamOf: x) }
        if case .failed = clients[upstream.connection].writeBody(data, after: &staged, &io) {
            breakTunnel(x, .upstreamReset)
            return false
        }
        return true
    }

    /// - Returns: false when the tunnel has ended.
    mutating func sayToClient(_ data: ByteView, _ x: UInt32) -> Bool {
        let client = exchanges[x].client
        if client.isStream { return give(data, toStreamOf: x) }
        switch servers[client.connection].writeBody(data, after: &staged, &io) {
        case .all: return true
        case .pending:
            armServer(client.connection)
            return true
        case .failed:
            abandon(client.connection)
            return false
        }
    }

    // MARK: Ends of directions

    private mutating func noteEnd(_ x: UInt32, _ end: TunnelEnd) {
        if exchanges[x].tunnel.end == nil { exchanges[x].tunnel.end = end }
        if end == .clientClosed {
            exchanges[x].tunnel.clientHasEnded = true
            tellUpstreamEnd(x)
        } else {
            exchanges[x].tunnel.upstreamHasEnded = true
            tellClientEnd(x)
        }
    }

    /// Passes on that the client has said everything, behind what is still on its way.
    mutating func tellUpstreamEnd(_ x: UInt32) {
        let upstream = exchanges[x].upstream
        if upstream.isStream {
            h2clients[upstream.connection].session.end(upstream.stream, trailers: .empty)
            markDirty(client: upstream.connection)
        } else {
            clients[upstream.connection].conduit.shutdownWrite(&io)
            exchanges[x].tunnel.upstreamIsTold = true
        }
    }

    /// Likewise to the client, for the upstream.
    mutating func tellClientEnd(_ x: UInt32) {
        let client = exchanges[x].client
        if client.isStream {
            h2servers[client.connection].session.end(client.stream, trailers: .empty)
            markDirty(server: client.connection)
        } else {
            servers[client.connection].conduit.shutdownWrite(&io)
            exchanges[x].tunnel.clientIsTold = true
        }
    }

    /// The last frame of the client's stream is written.
    mutating func clientIsTold(_ x: UInt32) {
        exchanges[x].tunnel.clientIsTold = true
        settleTunnel(x, moved: 0)
    }

    /// The last frame of the upstream's stream is written.
    mutating func upstreamIsTold(_ x: UInt32) {
        exchanges[x].tunnel.upstreamIsTold = true
        settleTunnel(x, moved: 0)
    }

    /// Draws the conclusions of a turn: the silence begins anew, or both sides have said everything and heard it.
    private mutating func settleTunnel(_ x: UInt32, moved: Int) {
        let isLeaving = exchanges[x].tunnel.isLeaving
        if moved > 0, !isLeaving {
            let idle = exchanges[x].plan.routes[exchanges[x].route].tunnelIdle
            exchanges[x].tunnel.idleAt = now.advanced(byNanoseconds: idle)
        }
        let tunnel = exchanges[x].tunnel
        if tunnel.clientHasEnded, tunnel.upstreamHasEnded, tunnel.clientIsTold, tunnel.upstreamIsTold,
            upstreamHasTakenAll(x)
        {
            finishTunnel(x)
        } else if !isLeaving {
            watchTunnel(x)
        }
    }
}
