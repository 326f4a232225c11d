import Bytes
import CLinux
import Testing
import Wire

struct AcceptorTests {
    private let loopback = SocketAddress.ip(.loopback4, port: 0)

    private struct Pair: ~Copyable {
        let near: FileDescriptor
        let far: FileDescriptor
        let peer: SocketAddress
    }

    /// Why an address cannot be listened on; nil when it can.
    private func refusal(of address: SocketAddress) -> SystemError? {
        do throws(SystemError) {
            _ = try Acceptor(address: address)
            return nil
        } catch {
            return error
        }
    }

    /// Connects and hands both descriptors over; loopback connects at once.
    private func connected(_ acceptor: borrowing Acceptor) throws -> Pair {
        let dialled = FileDescriptor(taking: try Dialer.start(to: acceptor.localAddress))
        var poller = try Poller()
        try poller.addListening(acceptor.rawDescriptor, token: 0)
        #expect(poller.wait(timeoutMilliseconds: 5000) == 1)
        guard case .connection(let fd, let peer) = acceptor.accept() else { fatalError("Nobody knocked.") }
        return Pair(near: FileDescriptor(taking: fd), far: dialled, peer: peer)
    }

    @Test func `a connection comes with its peer and without Nagle's algorithm`() throws {
        let acceptor = try Acceptor(address: loopback)
        let port = acceptor.localAddress.port
        let pair = try connected(acceptor)
        let peer = pair.peer
        let failure = Dialer.finish(pair.far.rawValue)
        let noDelay = [CLinux_tcp_nodelay(pair.near.rawValue), CLinux_tcp_nodelay(pair.far.rawValue)]
        #expect(port != 0)
        #expect(failure == nil)
        #expect(peer.ip == .loopback4)
        #expect(noDelay == [1, 1])
    }

    @Test func `nobody at the door is not an error`() throws {
        let acceptor = try Acceptor(address: loopback)
        let isQuiet = if case .wouldBlock = acceptor.accept() { true } else { false }
        #expect(isQuiet)
    }

    @Test func `two workers share an address with reusePort, and not without`() throws {
        let first = try Acceptor(address: loopback, reusePort: true)
        let address = first.localAddress
        let second = try Acceptor(address: address, reusePort: true)
        let same = second.localAddress == address
        #expect(same)
        #expect(refusal(of: address) == SystemError(call: "bind", errno: EADDRINUSE))
    }

    @Test func `every address takes IPv4 too and names its peers so`() throws {
        // A machine without IPv6 cannot show it.
        guard refusal(of: SocketAddress(":0")!)?.errno != EAFNOSUPPORT else { return }
        let acceptor = try Acceptor(address: SocketAddress(":0")!)
        let port = acceptor.localAddress.port!
        let far = FileDescriptor(taking: try Dialer.start(to: .ip(.loopback4, port: port)))
        guard case .connection(let fd, let peer) = acceptor.accept() else { fatalError("Nobody knocked.") }
        let near = FileDescriptor(taking: fd)
        #expect(peer.ip == .loopback4)
        _ = (near.rawValue, far.rawValue)
    }

    @Test func `nobody listening is a refusal that names itself`() throws {
        let address: SocketAddress
        do {
            let acceptor = try Acceptor(address: loopback)
            address = acceptor.localAddress
        }
        let refusal: SystemError?
        do throws(SystemError) {
            let fd = FileDescriptor(taking: try Dialer.start(to: address))
            var poller = try Poller()
            try poller.add(fd.rawValue, token: 0)
            _ = poller.wait(timeoutMilliseconds: 5000)
            refusal = Dialer.finish(fd.rawValue)
        } catch {
            refusal = error
        }
        #expect(refusal == SystemError(call: "connect", errno: ECONNREFUSED))
        #expect(refusal?.description == "connect: Connection refused (ECONNREFUSED)")
    }

    @Test func `a unix socket is shared, and its path goes with its acceptor`() throws {
        let address = SocketAddress.unix(TestCertificates.shared.path("acceptor.sock"))
        do {
            let acceptor = try Acceptor(address: address)
            let twin = try Acceptor(sharing: acceptor)
            let peer = try connected(twin).peer
            #expect(peer == .unix(""))
            #expect(refusal(of: address) == SystemError(call: "bind", errno: EADDRINUSE))
        }
        #expect(throws: SystemError(call: "connect", errno: ENOENT)) { _ = try Dialer.start(to: address) }
    }

    @Test func `a path that a dead process left behind is taken over`() throws {
        let address = SocketAddress.unix(TestCertificates.shared.path("abandoned.sock"))
        let path = TestCertificates.shared.path("abandoned.sock")
        do {
            var kernel = CLinux_Address()
            unsafe _ = CLinux_address_set_unix(&kernel, path, path.utf8.count)
            let dead = FileDescriptor(taking: CLinux_socket_stream(AF_UNIX))
            unsafe _ = CLinux_bind(dead.rawValue, &kernel)
        }
        let acceptor = try Acceptor(address: address)
        let local = acceptor.localAddress
        #expect(local == address)
    }
}
