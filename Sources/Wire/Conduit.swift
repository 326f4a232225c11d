// How do bytes flow both ways over one connection, plain or TLS, without waiting?

import Bytes
import CLinux

/// A non-blocking flow of bytes over one descriptor.
///
/// It is registered edge-triggered: events are told by `noteReadable` and `noteWritable`, and the conduit remembers
/// what the kernel has said since, so that no call is made only to hear EAGAIN. Between two calls it owns no buffer,
/// except for output that the socket refused.
///
/// A conduit belongs to one worker, and every call gets that worker's scratch.
public struct Conduit: ~Copyable {
    /// What every further read answers.
    enum Ending {
        case none
        case end
        case truncated
        case failed(ConduitError)
    }

    var fd: Int32
    private var session: TLSSession?
    public let isTLS: Bool
    /// Ciphertext, or plain bytes, that the socket refused.
    private var pending = ByteBuffer()
    private(set) var ending = Ending.none
    /// The kernel has nothing for us until the next readable event.
    var isDrained = true
    /// The peer's FIN is on its way: short reads prove nothing any more, only the end does.
    private(set) var peerHasFinished = false
    private var isWritable = true
    private var isWriteClosed = false

    /// Takes over a connected (or connecting) descriptor and speaks plain.
    public init(plain fd: Int32) {
        self.fd = fd
        session = nil
        isTLS = false
    }

    /// Takes over an accepted descriptor and speaks TLS as the server.
    public init(fd: Int32, server context: TLSContext) {
        self.fd = fd
        session = TLSSession(server: context)
        isTLS = true
    }

    /// Takes over a connected descriptor and speaks TLS as the client. `serverName` is a host name or an IP address;
    /// `offer` is what ALPN offers here alone, when it is not what the context says.
    public init(fd: Int32, client context: TLSClientContext, serverName: String, offer: ApplicationProtocol? = nil) {
        self.fd = fd
        session = TLSSession(client: context, serverName: serverName, offer: offer)
        isTLS = true
    }

    deinit { if fd >= 0 { Syscall.close(fd) } }

    /// The descriptor to register, or -1 after `close`.
    public var rawDescriptor: Int32 { fd }
    public var isOpen: Bool { fd >= 0 }

    // MARK: readiness

    /// Tells of a readable event. `hangup` is `PollEvent.hangup || PollEvent.error`.
    public mutating func noteReadable(hangup: Bool = false) {
        isDrained = false
        if hangup { peerHasFinished = true }
    }

    /// Tells of a writable event.
    public mutating func noteWritable() { isWritable = true }

    /// Whether another `read` makes sense before the next readable event.
    public var mayHaveMore: Bool {
        if case .none = ending { return !isDrained || hasSavedInput }
        return true
    }

    private var hasSavedInput: Bool {
        switch session {
        case .some(let session): session.hasSavedInput
        case .none: false
        }
    }

    public var hasPendingOutput: Bool { !pending.isEmpty }
    /// At most what one `write` was handed, with the overhead of its records.
    public var pendingOutputBytes: Int { pending.count }

    // MARK: handshake

    /// Goes on with the handshake. To be called until it is done or has failed: at first right away by a client, and
    /// after the first readable event by a server.
    public mutating func handshake(_ io: inout IOScratch) -> HandshakeStep {
        if !isTLS { return .done }
        while true {
            let step = session!.handshake(&io)
            if case .failed(let error) = sendOutput(&io) { return Self.failed(step, else: error) }
            switch step {
            case .done: return .done
            case .failed(let error): return .failed(error)
            case .needsInput:
                if isDrained { return pending.isEmpty ? .wantsRead : .wantsWrite }
                let count = receiveInput(&io)
                if count == 0 { return .failed(TLSError(category: .endOfStream)) }
                if count < 0, !Syscall.wouldBlock(count) {
                    return .failed(TLSError(SystemError(call: "recv", answer: count)))
                }
            }
        }
    }

    /// What TLS says weighs more than that its alert could not be sent.
    private static func failed(_ step: TLSSession.Step, else error: ConduitError) -> HandshakeStep {
        if case .failed(let cause) = step { return .failed(cause) }
        switch error {
        case .tls(let error): return .failed(error)
        case .system(let error): return .failed(TLSError(error))
        }
    }

    // MARK: reading

    /// Reads with at most one recv that delivers something. Everything that it brought comes as one view.
    public mutating func read(_ io: inout IOScratch) -> ReadStep {
        switch ending {
        case .none: break
        case .end: return .end
        case .truncated: return .truncated
        case .failed(let error): return .failed(error)
        }
        return isTLS ? readTLS(&io) : readPlain(&io)
    }

    private mutating func readPlain(_ io: inout IOScratch) -> ReadStep {
        if isDrained { return .wouldBlock }
        let count = io.receivePlain(fd)
        noteReceived(count)
        if count > 0 { return .bytes(io.plain(count)) }
        if count == 0 {
            ending = .end
            return .end
        }
        return refused(count)
    }

    private mutating func readTLS(_ io: inout IOScratch) -> ReadStep {
        while true {
            if hasSavedInput {
                session!.restoreInput(&io)
            } else {
                if isDrained { return .wouldBlock }
                let count = receiveInput(&io)
                if count == 0 {
                    ending = .truncated
                    return .truncated
                }
                if count < 0 { return refused(count) }
            }
            if let step = decrypted(&io) { return step }
        }
    }

    /// Decrypts what the in window holds; nil when that was nothing for the application.
    private mutating func decrypted(_ io: inout IOScratch) -> ReadStep? {
        let (count, sessionEnding) = session!.decrypt(&io)
        switch sessionEnding {
        case .none: break
        case .closeNotify: ending = .end
        case .failed(let error): ending = .failed(.tls(error))
        }
        // libssl may have answered by itself: an alert, or a key update of its own.
        if io.hasOutput { _ = sendOutput(&io) }
        if count > 0 { return .bytes(io.plain(count)) }
        switch ending {
        case .none: return nil
        case .end: return .end
        case .truncated: return .truncated
        case .failed(let error): return .failed(error)
        }
    }

    private mutating func receiveInput(_ io: inout IOScratch) -> Int {
        let count = io.receiveInput(fd)
        noteReceived(count)
        return count
    }

    /// A recv that did not fill its window has emptied the socket, and a new edge will tell of more (epoll(7), Q9);
    /// unless the FIN was announced before, which comes without an edge of its own.
    private mutating func noteReceived(_ count: Int) {
        if count < IOScratch.receiveBytes && !peerHasFinished || Syscall.wouldBlock(count) { isDrained = true }
    }

    private mutating func refused(_ answer: Int) -> ReadStep {
        if Syscall.wouldBlock(answer) { return .wouldBlock }
        let error = ConduitError.system(SystemError(call: "recv", answer: answer))
        ending = .failed(error)
        return .failed(error)
    }

    // MARK: writing

    /// Writes one run of bytes. Usually one system call.
    public mutating func write(_ bytes: ByteView, _ io: inout IOScratch) -> WriteStep {
        write(bytes, .empty, .empty, &io)
    }

    /// Writes two runs of bytes, one after the other, as if they were one.
    public mutating func write(_ first: ByteView, _ second: ByteView, _ io: inout IOScratch) -> WriteStep {
        write(first, second, .empty, &io)
    }

    /// Writes three runs of bytes as if they were one: a head, a body, an end. Usually one system call.
    public mutating func write(
        _ first: ByteView,
        _ second: ByteView,
        _ third: ByteView,
        _ io: inout IOScratch
    ) -> WriteStep {
        precondition(!isWriteClosed, "A conduit was written to after its end.")
        return isTLS ? writeTLS(first, second, third, &io) : writePlain(first, second, third)
    }

    mutating func writePlain(_ first: ByteView, _ second: ByteView, _ third: ByteView) -> WriteStep {
        var sent = 0
        if pending.isEmpty && isWritable {
            sent = Syscall.send(fd, first, second, third)
            if sent == first.count + second.count + third.count { return .all }
            if sent < 0 {
                if !Syscall.wouldBlock(sent) { return .failed(.system(SystemError(call: "send", answer: sent))) }
                isWritable = false
                sent = 0
            }
        }
        keep(first, skipping: &sent)
        keep(second, skipping: &sent)
        keep(third, skipping: &sent)
        return flushPending()
    }

    private mutating func keep(_ view: ByteView, skipping sent: inout Int) {
        let skipped = min(sent, view.count)
        sent -= skipped
        pending.append(view.dropFirst(skipped))
    }

    private mutating func writeTLS(
        _ first: ByteView,
        _ second: ByteView,
        _ third: ByteView,
        _ io: inout IOScratch
    ) -> WriteStep {
        if let failure = encrypt(first, isLast: second.isEmpty && third.isEmpty, &io) { return failure }
        if let failure = encrypt(second, isLast: third.isEmpty, &io) { return failure }
        if let failure = encrypt(third, isLast: true, &io) { return failure }
        return sendOutput(&io)
    }

    /// Fills records: small runs are joined in the staging window, large ones are encrypted where they are.
    private mutating func encrypt(_ view: ByteView, isLast: Bool, _ io: inout IOScratch) -> WriteStep? {
        var rest = view
        while !rest.isEmpty {
            var record = rest.prefix(IOScratch.recordBytes)
            if io.isStaged || (rest.count < IOScratch.recordBytes && !isLast) {
                let taken = io.stage(rest)
                rest = rest.dropFirst(taken)
                if !io.stagingIsFull && !(isLast && rest.isEmpty) { continue }
                record = io.takeStaged()
            } else {
                rest = rest.dropFirst(record.count)
            }
            if let failure = encryptRecord(record, &io) { return failure }
        }
        if isLast, io.isStaged { return encryptRecord(io.takeStaged(), &io) }
        return nil
    }

    private mutating func encryptRecord(_ record: ByteView, _ io: inout IOScratch) -> WriteStep? {
        if !io.hasRoomForRecord, case .failed(let error) = sendOutput(&io) { return .failed(error) }
        guard let error = session!.encrypt(record, &io) else { return nil }
        io.clearOutput()
        return .failed(.tls(error))
    }

    /// Sends the out window, or what comes before it, and keeps what the socket refuses.
    private mutating func sendOutput(_ io: inout IOScratch) -> WriteStep {
        let output = io.output
        defer { io.clearOutput() }
        if output.isEmpty { return pending.isEmpty ? .all : .pending }
        var sent = 0
        if pending.isEmpty && isWritable {
            sent = Syscall.send(fd, output)
            if sent == output.count { return .all }
            if sent < 0 {
                if !Syscall.wouldBlock(sent) { return .failed(.system(SystemError(call: "send", answer: sent))) }
                isWritable = false
                sent = 0
            }
        }
        keep(output, skipping: &sent)
        return flushPending()
    }

    /// Sends what is pending. To be called after a writable event.
    public mutating func flush(_ io: inout IOScratch) -> WriteStep { flushPending() }

    private mutating func flushPending() -> WriteStep {
        // A send that took a part is followed by one that says EAGAIN: only that arms the next edge for certain.
        while !pending.isEmpty && isWritable {
            let sent = Syscall.send(fd, pending.readable)
            if sent >= 0 {
                pending.consume(sent)
            } else if Syscall.wouldBlock(sent) {
                isWritable = false
            } else {
                return .failed(.system(SystemError(call: "send", answer: sent)))
            }
        }
        if !pending.isEmpty { return .pending }
        pending.release()
        if isWriteClosed { _ = CLinux_shutdown_write(fd) }
        return .all
    }

    // MARK: ending

    /// Ends our direction: close_notify on TLS, then FIN, both behind what is pending. Reading goes on.
    public mutating func shutdownWrite(_ io: inout IOScratch) {
        if isWriteClosed || fd < 0 { return }
        isWriteClosed = true
        session?.closeNotify(&io)
        if case .all = sendOutput(&io) { _ = CLinux_shutdown_write(fd) }
    }

    /// Closes the descriptor.
    ///
    /// With `abort` the peer gets RST and no close_notify, so that nothing broken looks whole. Without it, TLS says
    /// close_notify if it can at once; output still pending is lost, and unread input makes the kernel send RST, so
    /// whoever wants the last answer to arrive shuts down first and reads to the end.
    public mutating func close(_ io: inout IOScratch, abort: Bool = false) {
        if fd < 0 { return }
        if abort {
            _ = CLinux_set_linger_zero(fd)
        } else if !isWriteClosed && pending.isEmpty {
            session?.closeNotify(&io)
            _ = sendOutput(&io)
        }
        Syscall.close(fd)
        fd = -1
        session = nil
        pending.release()
        ending = .end
    }

    // MARK: facts

    /// What the handshake agreed on; nil on a plain conduit and before it is done.
    public var tls: TLSFacts? {
        switch session {
        case .some(let session): session.facts
        case .none: nil
        }
    }

    /// Who the client is by its verified certificate; nil on a plain conduit, before the handshake is done, and for a
    /// client that showed none. Read once, at the end of the handshake.
    public var peerIdentity: TLSPeerIdentity? {
        switch session {
        case .some(let session): session.peerIdentity
        case .none: nil
        }
    }

    /// The name of the cipher suite, such as `TLS_AES_128_GCM_SHA256`; empty on a plain conduit. Allocates.
    public var tlsCipherName: String {
        switch session {
        case .some(let session): session.cipherName
        case .none: ""
        }
    }

    /// The server name that the client asked for; empty when it named none. Valid while the conduit is open.
    public var tlsServerName: ByteView {
        switch session {
        case .some(let session): session.serverName
        case .none: .empty
        }
    }
}
