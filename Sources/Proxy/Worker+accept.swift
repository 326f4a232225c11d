// How does a connection come in, and how does it become one that speaks HTTP?

import Connection
import HTTP
import Telemetry
import Time
import Wire

extension Worker {
    /// Accepts what waits, at most so many a turn that a burst of newcomers does not starve those who are here.
    private static var acceptsPerTurn: Int { 64 }

    mutating func accept(on place: UInt32) {
        for _ in 0..<Worker.acceptsPerTurn {
            switch listeners[place].acceptor.accept() {
            case .connection(let fd, let peer): welcome(fd, from: peer, on: place)
            case .wouldBlock: return
            case .failed:
                count(.acceptFailures)
                pauseListening(place)
                return
            }
        }
    }

    // MARK: Pauses

    /// How long a listener rests after a failed accept.
    private static var acceptPause: UInt64 { 100_000_000 }

    /// Out of descriptors, most likely. Whoever waits keeps the listening socket readable, so that without a pause the
    /// loop would turn for nothing until a descriptor is free.
    private mutating func pauseListening(_ place: UInt32) {
        let descriptor = listeners[place].acceptor.rawDescriptor
        if (try? poller.setListening(descriptor, token: token(of: place), enabled: false)) == nil { return }
        let end = now.advanced(byNanoseconds: Worker.acceptPause)
        if listeners[place].pause == .none {
            listeners[place].pause = timers.add(token: token(of: place), at: end)
        } else {
            timers.move(listeners[place].pause, to: end)
        }
    }

    /// The pause is over.
    mutating func resumeListening(_ place: UInt32) {
        let descriptor = listeners[place].acceptor.rawDescriptor
        if (try? poller.setListening(descriptor, token: token(of: place), enabled: true)) == nil {
            pauseListening(place)
        }
    }

    private func token(of place: UInt32) -> UInt64 {
        Token(kind: TokenKind.listener, index: place, generation: listeners.generation(of: place)).rawValue
    }

    // MARK: Newcomers

    private mutating func welcome(_ fd: Int32, from peer: SocketAddress, on place: UInt32) {
        let index = listeners[place].index
        guard plan.parts[index].seats.take() else {
            count(.connectionsRefusedLimit)
            _ = FileDescriptor(taking: fd)
            return
        }
        // Seat and count are given back by `closeServer`.
        count(.connectionsOpen)
        do throws(SystemError) {
            try open(fd, from: peer, listener: index)
            count(.connectionsAccepted)
        } catch {
            count(.acceptFailures)
        }
    }

    private mutating func open(_ fd: Int32, from peer: SocketAddress, listener: Int) throws(SystemError) {
        let limits = plan.listeners[listener].limits
        let clearance = Clearance(of: peer, under: plan.trust).rawValue
        let timer = timers.add(token: 0, at: now)
        let place = servers.insert(
            H1ServerConnection(
                conduit: makeConduit(fd, listener: listener),
                facts: ClientFacts(
                    listener: listener,
                    peer: peer,
                    clearance: clearance,
                    isSecure: plan.parts[listener].tls != nil,
                    now: now
                ),
                limits: limits,
                timer: timer
            )
        )
        let token = Token(kind: TokenKind.server, index: place, generation: servers.generation(of: place)).rawValue
        timers.cancel(timer)
        servers[place].timer = timers.add(
            token: token,
            at: now.advanced(byNanoseconds: plan.listeners[listener].handshake)
        )
        do throws(SystemError) {
            try poller.add(fd, token: token)
        } catch {
            closeServer(place, abort: true)
            throw error
        }
        if plan.listeners[listener].wantsProxyHeader, !expectProxyHeader(place) { return }
        armServer(place)
    }

    private func makeConduit(_ fd: Int32, listener: Int) -> Conduit {
        if let tls = plan.parts[listener].tls { return Conduit(fd: fd, server: tls) }
        return Conduit(plain: fd)
    }

    /// Takes the handshake as far as it goes; the first request may already be there when it is done.
    mutating func shakeHands(_ s: UInt32) {
        switch servers[s].conduit.handshake(&io) {
        case .done:
            servers[s].phase = .head
            servers[s].facts.handshakeEndedAt = MonotonicClock.now()
            if noteAgreement(s) == .h2 {
                speakH2(s)
                return
            }
            armServer(s)
            serve(s)
        case .wantsRead, .wantsWrite: return
        case .failed(let error):
            count(WorkerCounter(failedHandshake: error))
            // A client in TLS 1.3 may have sent its request already; closing on that would take the alert away.
            hangUp(s)
        }
    }

    /// Keeps what the handshake came to; asking libssl again for every request would cost some calls.
    /// - Returns: the protocol that was chosen, if any.
    private mutating func noteAgreement(_ s: UInt32) -> ApplicationProtocol? {
        guard let facts = servers[s].conduit.tls else { return nil }
        servers[s].facts.certificate = facts.certificateIndex
        noteIdentity(s)
        count(facts.isResumed ? .tlsHandshakesResumed : .tlsHandshakesFull)
        return facts.applicationProtocol
    }
}
