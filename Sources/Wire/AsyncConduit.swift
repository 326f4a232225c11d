// How does `async` code read and write a connection?

import Bytes
import Time

/// A conduit on a cold loop: every operation is awaited and has a deadline.
///
/// An actor of its loop, so it may be used from anywhere; from a task of the same loop that costs no hop. One task at
/// a time may read, and one may write. Bytes are copied to and from arrays: this is for API requests and span batches,
/// not for traffic.
public actor AsyncConduit: LoopActor {
    /// The loop that all of this runs on.
    public nonisolated let loop: LoopExecutor

    private var conduit: Conduit
    private let flow: FlowID

    /// Takes over an accepted descriptor; `handshake` comes next when `tls` is given. Must run on the loop.
    public init(accepted descriptor: Int32, tls: TLSContext? = nil, on loop: LoopExecutor) throws(SystemError) {
        let conduit = tls.map { Conduit(fd: descriptor, server: $0) } ?? Conduit(plain: descriptor)
        try self.init(conduit, on: loop)
    }

    private init(_ conduit: consuming Conduit, on loop: LoopExecutor) throws(SystemError) {
        flow = try loop.register(conduit.rawDescriptor)
        self.conduit = conduit
        self.loop = loop
    }

    deinit { loop.forget(flow) }

    /// Connects, with the TLS handshake when `tls` is given; `serverName` is then what the certificate must name.
    public static func connect(
        to address: SocketAddress,
        tls: TLSClientContext? = nil,
        serverName: String = "",
        on loop: LoopExecutor,
        until deadline: Deadline
    ) async throws(AsyncConduitError) -> AsyncConduit {
        let conduit = try await Dial(loop: loop).start(address, tls, serverName)
        try await conduit.finishConnecting(until: deadline)
        try await conduit.handshake(until: deadline)
        return conduit
    }

    /// A connect is begun on the loop, whoever asks for it.
    private actor Dial: LoopActor {
        nonisolated let loop: LoopExecutor

        init(loop: LoopExecutor) { self.loop = loop }

        func start(
            _ address: SocketAddress,
            _ tls: TLSClientContext?,
            _ serverName: String
        ) throws(AsyncConduitError) -> AsyncConduit {
            do throws(SystemError) {
                let fd = try Dialer.start(to: address)
                let conduit =
                    tls.map { Conduit(fd: fd, client: $0, serverName: serverName) } ?? Conduit(plain: fd)
                return try AsyncConduit(conduit, on: loop)
            } catch {
                throw .connect(error)
            }
        }
    }

    private func finishConnecting(until deadline: Deadline) async throws(AsyncConduitError) {
        try await ready(.writable, until: deadline)
        if let error = Dialer.finish(conduit.rawDescriptor) { throw .connect(error) }
    }

    /// Agrees on TLS; returns at once on a plain conduit. A server calls it before anything else.
    public func handshake(until deadline: Deadline) async throws(AsyncConduitError) {
        while conduit.isOpen {
            switch loop.withScratch({ conduit.handshake(&$0) }) {
            case .done: return
            case .wantsRead: try await ready(.readable, until: deadline)
            case .wantsWrite:
                try await ready(.writable, until: deadline)
                if case .failed(let error) = loop.withScratch({ conduit.flush(&$0) }) { throw .failed(error) }
            case .failed(let error): throw .handshake(error)
            }
        }
        throw .closed
    }

    /// The next bytes, as many as one call of the kernel brings (at most 64 KiB of ciphertext); empty at the proper end.
    public func read(until deadline: Deadline) async throws(AsyncConduitError) -> [UInt8] {
        while conduit.isOpen {
            switch loop.withScratch({ Self.copy(conduit.read(&$0)) }) {
            case .success(let bytes?): return bytes
            case .success(nil): try await ready(.readable, until: deadline)
            case .failure(let error): throw error
            }
        }
        throw .closed
    }

    /// The answer of a read, taken out of the scratch: bytes, nothing at the end, nil when there is none yet.
    private static func copy(_ step: ReadStep) -> Result<[UInt8]?, AsyncConduitError> {
        switch step {
        case .bytes(let view): .success(view.array)
        case .wouldBlock: .success(nil)
        case .end: .success([])
        case .truncated: .failure(.truncated)
        case .failed(let error): .failure(.failed(error))
        }
    }

    /// Writes all of `bytes`, and returns when the kernel has taken them.
    public func write(_ bytes: [UInt8], until deadline: Deadline) async throws(AsyncConduitError) {
        guard conduit.isOpen else { throw .closed }
        var step = loop.withScratch { io in bytes.withByteView { conduit.write($0, .empty, .empty, &io) } }
        while true {
            switch step {
            case .all: return
            case .failed(let error): throw .failed(error)
            case .pending:
                try await ready(.writable, until: deadline)
                guard conduit.isOpen else { throw .closed }
                step = loop.withScratch { conduit.flush(&$0) }
            }
        }
    }

    /// Whether the connection is quiet and open, as a kept one should be: no byte waits, no end was announced.
    public func isQuiet() -> Bool {
        guard conduit.isOpen else { return false }
        conduit.noteReadable()
        if case .wouldBlock = loop.withScratch({ conduit.read(&$0) }) { return true }
        return false
    }

    /// Ends our direction and reads what still comes, so that the last answer is not overtaken by a reset; then closes.
    ///
    /// Gives up after `bytes` or at the deadline, whichever comes first.
    public func finish(discarding bytes: Int, until deadline: Deadline) async {
        guard conduit.isOpen else { return }
        loop.withScratch { conduit.shutdownWrite(&$0) }
        var rest = bytes
        while rest > 0, let got = try? await read(until: deadline), !got.isEmpty { rest -= got.count }
        close()
    }

    /// Closes at once; with `abort` the peer sees a reset. Whoever waits is told.
    public func close(abort: Bool = false) {
        guard conduit.isOpen else { return }
        loop.withScratch { conduit.close(&$0, abort: abort) }
        loop.forget(flow)
    }

    /// What the handshake agreed on; nil on a plain conduit.
    public var tls: TLSFacts? { conduit.tls }

    private func ready(_ interest: FlowInterest, until deadline: Deadline) async throws(AsyncConduitError) {
        switch await loop.wait(flow, for: interest, until: deadline) {
        case .ready(let hangup):
            if interest == .readable || hangup { conduit.noteReadable(hangup: hangup) }
            if interest == .writable { conduit.noteWritable() }
        case .timedOut: throw .timedOut
        case .cancelled: throw .cancelled
        case .closed: throw .closed
        }
    }
}
