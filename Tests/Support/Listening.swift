// How does an origin come to its connections?

import Glibc

/// A listening loopback socket with a thread that accepts.
final class Listening: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let stopping = Shelf(false)
    private let stopped = Shelf(false)

    /// Listens on `port`, or on a free one. Each connection is handed to `serve` on a thread of its own.
    init(port wanted: UInt16 = 0, receiveBuffer: Int32? = nil, serve: @escaping @Sendable (TestSocket) -> Void) throws {
        descriptor = Inheritance.opening { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        Self.setOption(descriptor, SO_REUSEADDR, 1)
        if let receiveBuffer { Self.setOption(descriptor, SO_RCVBUF, receiveBuffer) }
        port = wanted == 0 ? FreePorts.next() : wanted
        let bound = unsafe LoopbackAddress(port: port).withSockaddr { unsafe bind(descriptor, $0, $1) }
        try begin(bound: bound, at: "127.0.0.1:\(port)", serve)
    }

    /// Listens on a unix socket.
    init(unixPath: String, serve: @escaping @Sendable (TestSocket) -> Void) throws {
        descriptor = Inheritance.opening { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }
        port = 0
        let bound = unsafe UnixAddress(path: unixPath).withSockaddr { unsafe bind(descriptor, $0, $1) }
        try begin(bound: bound, at: unixPath, serve)
    }

    private func begin(bound: Int32, at place: String, _ serve: @escaping @Sendable (TestSocket) -> Void) throws {
        guard bound == 0, listen(descriptor, 512) == 0 else {
            let reason = errno
            close(descriptor)
            throw TestFailure("listen on \(place): \(describe(errno: reason))")
        }
        TestThread.start { [descriptor, stopping, stopped] in
            while !stopping.now {
                guard let connection = Self.accept(descriptor) else { continue }
                TestThread.start { serve(connection) }
            }
            close(descriptor)
            stopped.change { $0 = true }
        }
    }

    private static func setOption(_ descriptor: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        unsafe setsockopt(descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }

    /// Ends the listening; returns when the port refuses connections.
    func stop() {
        stopping.change { $0 = true }
        try? eventually("the listener to stop") { stopped.now }
    }

    deinit { stopping.change { $0 = true } }

    /// The next connection, or nil when none came within a moment.
    private static func accept(_ descriptor: Int32) -> TestSocket? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&entry, 1, 10) > 0 else { return nil }
        let connection = Inheritance.opening { Glibc.accept(descriptor, nil, nil) }
        guard connection >= 0 else { return nil }
        let socket = TestSocket(adopting: connection)
        socket.noDelay()
        return socket
    }
}
