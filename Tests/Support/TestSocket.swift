// How does a test send and receive bytes over a socket?

import Glibc

/// A connected stream socket with blocking calls that never block for longer than a test's patience.
public final class TestSocket: Sendable {
    private let descriptor: Int32
    private let isClosed = Shelf(false)

    /// Takes over `descriptor` and closes it in the end.
    init(adopting descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Connects to a loopback port; a small `receiveBuffer` (bytes) makes a peer that fills it feel it soon.
    public init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        descriptor = Inheritance.opening { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        if let receiveBuffer { setOption(SO_RCVBUF, receiveBuffer) }
        let connected = unsafe LoopbackAddress(port: port).withSockaddr { unsafe connect(descriptor, $0, $1) }
        guard connected == 0 else {
            let reason = errno
            Glibc.close(descriptor)
            isClosed.change { $0 = true }
            throw TestFailure("connect to 127.0.0.1:\(port): \(describe(errno: reason))")
        }
        noDelay()
    }

    deinit { close() }

    /// Sends everything; throws when the peer is gone or takes nothing for the usual patience.
    public func send(_ bytes: [UInt8], within patience: Patience = .usual) throws {
        var sent = 0
        while sent < bytes.count {
            let count = trySend(bytes, from: sent)
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                guard waitFor(POLLOUT, patience) else { throw TestFailure("the peer took no bytes in time") }
            } else if errno != EINTR {
                throw TestFailure("send: \(describe(errno: errno))")
            }
        }
    }

    public func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends copies of `bytes` until the peer has taken none for `quiet` seconds or `limit` bytes are sent;
    /// returns how many went out. This is how a test finds out where backpressure begins.
    public func sendUntilStuck(_ bytes: [UInt8], limit: Int, quiet: Double = 0.5) -> Int {
        var total = 0
        while total < limit {
            let count = trySend(bytes, from: 0)
            if count > 0 {
                total += count
            } else if errno != EAGAIN || !waitFor(POLLOUT, Patience(seconds: quiet)) {
                break
            }
        }
        return total
    }

    /// The next bytes, at most `limit`, or how the flow ended.
    public func receive(limit: Int = 65_536, within patience: Patience = .usual) throws -> Received {
        guard waitFor(POLLIN, patience) else { throw TestFailure("nothing came in time") }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count > 0 { return .bytes(Array(bytes[..<count])) }
        return count == 0 ? .end : .reset
    }

    /// Whether bytes or an end can be read right now.
    public var isReadable: Bool { waitFor(POLLIN, Patience(seconds: 0)) }

    /// Says that no more bytes will come from here, and goes on listening.
    public func finishSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Wakes every thread that waits at this socket; the descriptor stays open.
    func interrupt() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    public func close() {
        guard
            isClosed.change({ was in
                let first = !was; was = true; return first
            })
        else { return }
        Glibc.close(descriptor)
    }

    /// Closes with RST instead of FIN, as a crashed peer does.
    public func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        close()
    }

    // MARK: Below

    /// The descriptor, to be handed to a child process.
    var number: Int32 { descriptor }

    func noDelay() {
        var on: Int32 = 1
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    func setOption(_ option: Int32, _ value: Int32) {
        var value = value
        unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    private func trySend(_ bytes: [UInt8], from start: Int) -> Int {
        let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
        return unsafe bytes.withUnsafeBytes { all in
            let rest = unsafe all[start...]
            return unsafe Glibc.send(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, flags)
        }
    }

    private func waitFor(_ events: Int32, _ patience: Patience) -> Bool {
        while true {
            var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            let ready = unsafe poll(&entry, 1, patience.milliseconds)
            if ready > 0 { return true }
            if ready == 0 && patience.isOver { return false }
            if ready < 0 && errno != EINTR { return false }
        }
    }
}

/// The system's words for an error number.
func describe(errno number: Int32) -> String {
    unsafe String(cString: strerror(number))
}
