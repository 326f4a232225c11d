import Bytes
import CLinux
import Testing
import Wire

/// TLS over a network that delivers in pieces: every byte alone, and cut at every position.
struct SplitDeliveryTests {
    /// Two socket pairs with the test in between as the network.
    private struct Network: ~Copyable {
        var server: Conduit
        var client: Conduit
        var io = IOScratch()
        let serverSide: FileDescriptor
        let clientSide: FileDescriptor

        init(version: TLSVersion) throws {
            let certificates = TestCertificates.shared
            let serving = try TLSContext(certificates: certificates.three)
            let dialling = try TLSClientContext(
                trust: .file(certificates.path("default.pem")),
                minimumVersion: version,
                maximumVersion: version
            )
            let (a, b) = Duplex.sockets()
            let (c, d) = Duplex.sockets()
            server = Conduit(fd: a, server: serving)
            client = Conduit(fd: d, client: dialling, serverName: "default.test")
            serverSide = FileDescriptor(taking: b)
            clientSide = FileDescriptor(taking: c)
        }

        /// Takes everything that one end has sent.
        func collect(_ fd: Int32) -> [UInt8] {
            var all: [UInt8] = []
            var block = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = unsafe block.withUnsafeMutableBytes { unsafe CLinux_recv(fd, $0.baseAddress!, $0.count) }
                if count <= 0 { return all }
                all += block[0..<count]
            }
        }

        func deliver(_ bytes: ArraySlice<UInt8>, to fd: Int32) {
            _ = unsafe bytes.withUnsafeBytes { unsafe CLinux_send(fd, $0.baseAddress!, $0.count) }
        }

        /// Shakes hands with deliveries of `step` bytes; whether both ends got there.
        mutating func shakeHands(step: Int) -> Bool {
            var isServerDone = false
            var isClientDone = client.handshake(&io).isDone
            for _ in 0..<8 {
                for byte in Chunks(collect(clientSide.rawValue), step) where !isServerDone {
                    deliver(byte, to: serverSide.rawValue)
                    server.noteReadable()
                    isServerDone = server.handshake(&io).isDone
                }
                for byte in Chunks(collect(serverSide.rawValue), step) {
                    deliver(byte, to: clientSide.rawValue)
                    client.noteReadable()
                    if !isClientDone { isClientDone = client.handshake(&io).isDone }
                }
                if isServerDone && isClientDone { return true }
            }
            return false
        }
    }

    /// A run of bytes in pieces.
    private struct Chunks: Sequence, IteratorProtocol {
        private var rest: ArraySlice<UInt8>
        private let step: Int

        init(_ bytes: [UInt8], _ step: Int) {
            rest = bytes[...]
            self.step = step
        }

        mutating func next() -> ArraySlice<UInt8>? {
            if rest.isEmpty { return nil }
            defer { rest = rest.dropFirst(step) }
            return rest.prefix(step)
        }
    }

    @Test(arguments: TLSVersion.allCases, [1, 7, 1000])
    func `a handshake and a message survive any pieces`(version: TLSVersion, step: Int) throws {
        var network = try Network(version: version)
        let isDone = network.shakeHands(step: step)
        #expect(isDone)
        _ = "a message".withByteView { network.client.write($0, &network.io) }
        var received = Received()
        for piece in Chunks(network.collect(network.clientSide.rawValue), step) {
            network.deliver(piece, to: network.serverSide.rawValue)
            network.server.noteReadable()
            received.take(network.server.read(&network.io))
        }
        let mayHaveMore = network.server.mayHaveMore
        #expect(received.text == "a message")
        #expect(!mayHaveMore)
    }

    @Test func `two messages cut at every position arrive whole`() throws {
        var network = try Network(version: .tls13)
        _ = network.shakeHands(step: 65536)
        var cut = 0
        while true {
            _ = "first".withByteView { network.client.write($0, &network.io) }
            _ = "second".withByteView { network.client.write($0, &network.io) }
            let bytes = network.collect(network.clientSide.rawValue)
            var received = Received()
            for piece in [bytes[..<cut], bytes[cut...]] where !piece.isEmpty {
                network.deliver(piece, to: network.serverSide.rawValue)
                network.server.noteReadable()
                received.take(network.server.read(&network.io))
            }
            if received.text != "firstsecond" { Issue.record("cut at \(cut): \(received.text)") }
            cut += 1
            if cut > bytes.count { break }
        }
    }

    @Test func `a request that comes with the end of the handshake is read without another event`() throws {
        var network = try Network(version: .tls13)
        _ = network.client.handshake(&network.io)
        network.deliver(network.collect(network.clientSide.rawValue)[...], to: network.serverSide.rawValue)
        network.server.noteReadable()
        _ = network.server.handshake(&network.io)
        network.deliver(network.collect(network.serverSide.rawValue)[...], to: network.clientSide.rawValue)
        network.client.noteReadable()
        _ = network.client.handshake(&network.io)
        let request = [UInt8](repeating: 0x61, count: 40_000)
        _ = request.withByteView { network.client.write($0, &network.io) }

        network.deliver(network.collect(network.clientSide.rawValue)[...], to: network.serverSide.rawValue)
        network.server.noteReadable()
        let step = network.server.handshake(&network.io)
        let mayHaveMore = network.server.mayHaveMore
        var received = Received()
        while received.isOpen { received.take(network.server.read(&network.io)) }
        #expect(step.isDone)
        #expect(mayHaveMore)
        #expect(received.bytes == request)
    }
}
