// What does the upstream say, and how does it reach the client?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Pieces up to this size are copied behind what is staged; larger ones are written from where they lie.
    static var stagedPiece: Int { 4096 }
    /// Staged bytes are written before they grow beyond this.
    static var stagedLimit: Int { 32 << 10 }
    /// How much of one body is passed on before others have their turn: sixteen full reads.
    static var bytesPerTurn: Int { 1 << 20 }
    /// What a piece of body counts beside its bytes, so that many small ones end a turn as well.
    static var bytesPerPiece: Int { 64 }
    /// How many interim answers (1xx) may come before the final one.
    static var interimLimit: Int { 100 }

    /// An upstream connection became readable or writable, or ended.
    mutating func clientIsReady(_ c: UInt32, _ event: PollEvent) {
        if event.readable || event.hangup || event.error {
            clients[c].conduit.noteReadable(hangup: event.hangup || event.error)
        }
        if event.writable { clients[c].conduit.noteWritable() }
        switch clients[c].phase {
        case .connecting, .handshake: advanceConnection(c)
        case .idle:
            // Nothing was asked, so whatever is said now is an end or nonsense; a ready write means nothing.
            if event.readable || event.hangup || event.error { retire(c) }
        case .busy:
            if clients[c].conduit.hasPendingOutput, !flushClient(c) { return }
            if event.readable || event.hangup || event.error { receive(from: c) }
        }
    }

    /// Writes what the upstream did not take before, then goes on with the request's body.
    /// - Returns: whether the connection still carries its exchange.
    private mutating func flushClient(_ c: UInt32) -> Bool {
        let x = clients[c].exchange
        switch clients[c].conduit.flush(&io) {
        case .pending: return true
        case .failed:
            clients[c].keepsAlive = false
            clients[c].conduit.noteReadable(hangup: true)
            receive(from: c)
            return false
        case .all:
            let generation = exchanges.generation(of: x)
            goOnWithRequest(x)
            return exchanges.isLive(x, generation: generation) && exchanges[x].upstream.connection == c
        }
    }

    /// Reads as much of the answer as is there and passes it on.
    mutating func receive(from c: UInt32) {
        let x = clients[c].exchange
        guard x != .max else { return }
        let (xGeneration, cGeneration) = (exchanges.generation(of: x), clients.generation(of: c))
        if exchanges[x].phase == .awaitingAnswer { awaitAnswer(x, from: c) }
        if exchanges.isLive(x, generation: xGeneration), exchanges[x].upstream.connection == c {
            switch exchanges[x].phase {
            case .answering: pumpAnswer(x)
            case .tunnelling: pumpDown(x)
            default: break
            }
        }
        if clients.isLive(c, generation: cGeneration) { clients[c].park() }
    }

    // MARK: The head

    private mutating func awaitAnswer(_ x: UInt32, from c: UInt32) {
        while readsHead(x) {
            switch clients[c].nextHead(&io) {
            case .wait: return
            case .malformed(let error):
                retryOrFail(x, after: UpstreamFailure(error))
                return
            case .end(let afterBytes), .failed(let afterBytes):
                retryOrFail(x, after: afterBytes ? .resetInHead : .resetBeforeAnswer)
                return
            case .head(let bytes):
                guard takeHead(bytes, x, from: c) else { return }
            }
        }
    }

    /// Whether the upstream is read for a head. What the client has not taken bounds how many interim answers are kept
    /// for it; the first head is taken anyway, so that nobody else is blamed for the client.
    mutating func readsHead(_ x: UInt32) -> Bool {
        let upstream = exchanges[x].upstream
        return upstream.isStream || clients[upstream.connection].interims == 0 || takesMore(x)
    }

    /// Understands one response head.
    /// - Returns: whether another head follows.
    private mutating func takeHead(_ bytes: ByteView, _ x: UInt32, from c: UInt32) -> Bool {
        do throws(H1Error) {
            _ = try H1ResponseParser.parse(
                bytes,
                into: &response,
                requestMethod: exchanges[x].method,
                limits: H1Limits()
            )
        } catch {
            retryOrFail(x, after: UpstreamFailure(error))
            return false
        }
        if response.status == .switchingProtocols {
            if !takeSwitch(x, from: c, headLength: bytes.count) { retryOrFail(x, after: .unexpectedUpgrade) }
            return false
        }
        if exchanges[x].phases.firstByte == .zero { noteFirstByte(x) }
        if response.status.isInformational {
            clients[c].settleInterim(length: bytes.count)
            if clients[c].interims <= Worker.interimLimit { return passInterim(x) }
            retryOrFail(x, after: .malformedAnswer)
            return false
        }
        clients[c].settleHead(length: bytes.count, framing: response.framing, keepAlive: response.keepAlive)
        beginAnswer(x, viaLine: ResponseWriter.viaHTTP1)
        return false
    }

    mutating func noteFirstByte(_ x: UInt32) {
        exchanges[x].phases.firstByte = exchanges[x].trace.isSampled ? MonotonicClock.now() : now
    }

    /// Passes an interim answer on (100, 103); an HTTP/1.0 client has never heard of them (RFC 9110, 15.2).
    mutating func passInterim(_ x: UInt32) -> Bool {
        if exchanges[x].clientVersion == .http10 { return true }
        if response.status == .continue {
            exchanges[x].awaitsContinue = false
            openRateWindow(of: x)
        }
        ResponseWriter.append(response, to: &staged)
        staged.append("\r\n")
        return inform(x)
    }

    /// Stages the head for the client; it leaves with the first bytes of the body.
    /// - Parameter viaLine: `Via` with the upstream's version of HTTP.
    mutating func beginAnswer(_ x: UInt32, viaLine: StaticString) {
        exchanges[x].phase = .answering
        exchanges[x].status = response.status.rawValue
        if exchanges[x].keepsContent { forgetContent(x) }
        if exchanges[x].call.isCall { noteCallHead(x) }
        let framing = ResponseWriter.framing(of: response, version: exchanges[x].clientVersion)
        // A stream takes the fields from where they are.
        if !exchanges[x].client.isStream { ResponseWriter.append(response, to: &staged) }
        appendReturnedTrace(x)
        stageFraming(
            framing,
            of: x,
            declaredLength: response.status.forbidsBody && response.status != .notModified
                ? nil : response.fields.first(.contentLength),
            viaLine: viaLine
        )
        let client = exchanges[x].client
        if client.isStream { passHead(x, content: framing) } else { servers[client.connection].beginResponse(framing) }
    }

    /// Stages the rest of an answer's head, which announces `framing`.
    mutating func stageFraming(
        _ framing: BodyFraming,
        of x: UInt32,
        declaredLength: ByteView?,
        viaLine: StaticString
    ) {
        let client = exchanges[x].client
        let s = client.connection
        if !client.isStream, framing == .untilClose || servers[s].phase == .body || isDraining {
            servers[s].keepsAlive = false
        }
        ResponseWriter.appendFraming(
            framing,
            declaredLength: declaredLength,
            viaLine: viaLine,
            version: exchanges[x].clientVersion,
            keepsAlive: client.isStream || servers[s].keepsAlive,
            to: &staged
        )
    }

    // MARK: The body

    mutating func pumpAnswer(_ x: UInt32) {
        var turn = 0
        while takesMore(x) {
            switch nextAnswer(x) {
            case .data(let data):
                turn += data.count + Worker.bytesPerPiece
                guard give(data, x) else { return }
                if turn >= Worker.bytesPerTurn {
                    queueAnswer(of: x)
                    _ = flushAnswer(x)
                    return
                }
            case .end:
                endAnswer(x)
                return
            case .wait:
                if flushAnswer(x) { armAnswering(x) }
                return
            case .broken:
                breakOff(x)
                return
            }
        }
        if flushAnswer(x) { armAnswering(x, isHeld: true) }
    }

    /// Passes one piece of the answer on.
    private mutating func give(_ data: ByteView, _ x: UInt32) -> Bool {
        if exchanges[x].client.isStream { return give(data, toStreamOf: x) }
        let s = exchanges[x].client.connection
        if data.count <= Worker.stagedPiece, staged.count <= Worker.stagedLimit {
            servers[s].stageBody(data, into: &staged)
            return true
        }
        exchanges[x].answerHasLeft = true
        switch servers[s].writeBody(data, after: &staged, &io) {
        case .all:
            noteTaken(s)
            return true
        case .pending:
            armServer(s)
            return true
        case .failed:
            abandon(s)
            return false
        }
    }

    /// Writes what is staged for the client.
    private mutating func flushAnswer(_ x: UInt32) -> Bool {
        if staged.isEmpty { return true }
        exchanges[x].answerHasLeft = true
        return writeStaged(to: exchanges[x].client.connection)
    }

    /// The answer is complete: the upstream connection goes back, the client gets the rest.
    private mutating func endAnswer(_ x: UInt32) {
        let client = exchanges[x].client
        if client.isStream {
            if exchanges[x].call.isCall { noteCallEnd(x) }
            endStream(of: x, trailers: answerTrailers(of: x))
            settleAnswer(x)
            // Whatever it takes first is progress; there is no need to ask how much it has now.
            armExchange(x, until: now.advanced(byNanoseconds: exchanges[x].plan.routes[exchanges[x].route].writeIdle))
            return
        }
        let s = client.connection
        servers[s].stageEnd(trailers: answerTrailers(of: x), into: &staged)
        guard servers[s].responseIsComplete else {
            breakOff(x)
            return
        }
        guard flushAnswer(x) else { return }
        settleAnswer(x)
        if servers[s].conduit.hasPendingOutput {
            exchanges[x].phase = .flushing
            armServer(s)
        } else {
            finish(x)
        }
    }

    /// The upstream has done its part.
    private mutating func settleAnswer(_ x: UInt32) {
        if !exchanges[x].upstream.isStream { clients[exchanges[x].upstream.connection].park() }
        writeDownAttempt(x, failure: nil)
        settleAttempt(x)
        releaseUpstream(x)
    }

    /// The answer broke off. As long as nothing of it has left, the client is told so; else its connection, or its
    /// stream, is reset, so that what it has cannot look whole.
    mutating func breakOff(_ x: UInt32) {
        staged.clear()
        if canTakeAnswerBack(x) {
            exchanges[x].phase = .awaitingAnswer
            exchanges[x].status = 0
        }
        fail(x, with: .upstream(.truncatedBody))
    }
}
