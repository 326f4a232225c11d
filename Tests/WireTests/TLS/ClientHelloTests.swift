import Bytes
import Testing

@testable import Wire

/// The first message of a stranger, which is looked at before libssl has judged it (RFC 8446, 4.1.2; RFC 6066, 3).
struct ClientHelloTests {
    private let context: TLSContext
    private let hello: [UInt8]

    init() throws {
        context = try TLSContext(certificates: TestCertificates.shared.three)
        var pair = try SessionPair(context, name: "exact.test")
        _ = pair.client.handshake(&pair.atClient)
        hello = pair.atClient.output.array
    }

    /// How a server takes these bytes, and whose certificate it would show.
    private func take(_ bytes: [UInt8]) -> TLSSession.Step {
        var server = TLSSession(server: context)
        var io = IOScratch()
        bytes.withByteView { io.restoreInput($0) }
        let step = server.handshake(&io)
        io.clearInput()
        io.clearOutput()
        return step
    }

    @Test func `it is taken whole`() {
        guard case .needsInput = take(hello) else {
            Issue.record("A good ClientHello was refused.")
            return
        }
    }

    @Test(arguments: [0x01, 0x80, 0xFF] as [UInt8])
    func `changed anywhere, it is refused or taken, and nothing else`(change: UInt8) {
        for place in hello.indices {
            var other = hello
            other[place] ^= change
            if case .done = take(other) { Issue.record("A handshake was done after one message, changed at \(place).") }
        }
    }

    @Test func `cut short anywhere, it is waited for or refused`() {
        for count in hello.indices {
            if case .done = take(Array(hello.prefix(count))) { Issue.record("\(count) bytes were a handshake.") }
        }
    }
}
