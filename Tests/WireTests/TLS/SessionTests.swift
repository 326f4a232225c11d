import Bytes
import COpenSSL
import Testing
import Time

@testable import Wire

/// Sessions stepped over windows alone, without a socket, where a test needs libssl's own levers.
struct SessionTests {
    /// A session that a client kept.
    @safe
    private struct Ticket: ~Copyable {
        let pointer: OpaquePointer
        deinit { unsafe SSL_SESSION_free(pointer) }
    }

    /// A server and a client session, each with its scratch; the test carries the ciphertext.
    private struct Pair: ~Copyable {
        var server: TLSSession
        var client: TLSSession
        var atServer = IOScratch()
        var atClient = IOScratch()

        init(_ serving: TLSContext, version: TLSVersion, resuming ticket: consuming Ticket? = nil) throws {
            let dialling = try TLSClientContext(
                trust: .anyone,
                minimumVersion: version,
                maximumVersion: version
            )
            server = TLSSession(server: serving)
            client = TLSSession(client: dialling, serverName: "default.test")
            if let ticket { unsafe _ = SSL_set_session(client.ssl, ticket.pointer) }
        }

        mutating func carryToServer() {
            if atClient.hasOutput { atServer.restoreInput(atClient.output) }
            atClient.clearOutput()
        }

        mutating func carryToClient() {
            if atServer.hasOutput { atClient.restoreInput(atServer.output) }
            atServer.clearOutput()
        }

        mutating func shakeHands() -> Bool {
            for _ in 0..<4 {
                if !client.isEstablished { _ = client.handshake(&atClient) }
                carryToServer()
                if !server.isEstablished { _ = server.handshake(&atServer) }
                carryToClient()
            }
            return client.isEstablished && server.isEstablished
        }

        /// What arrives at the server when the client writes `text`.
        mutating func send(_ text: String) -> String {
            _ = text.withByteView { client.encrypt($0, &atClient) }
            carryToServer()
            let (count, _) = server.decrypt(&atServer)
            return String(atServer.plain(count))
        }

        /// The client's session with the server's last ticket.
        mutating func ticket() -> Ticket {
            _ = client.decrypt(&atClient)
            return unsafe Ticket(pointer: SSL_get1_session(client.ssl)!)
        }
    }

    private func serving(_ keys: TicketKeys = TicketKeys()) throws -> TLSContext {
        try TLSContext(certificates: TestCertificates.shared.three, ticketKeys: keys)
    }

    /// RFC 8446, 4.6.3: the answer comes before the next record of data, at the latest.
    @Test func `a key update of the peer is answered and bytes flow on`() throws {
        var pair = try Pair(try serving(), version: .tls13)
        let isDone = pair.shakeHands()
        _ = pair.client.decrypt(&pair.atClient)
        let before = pair.send("before")
        let asked = unsafe SSL_key_update(pair.client.ssl, SSL_KEY_UPDATE_REQUESTED)
        let after = pair.send("after")
        _ = pair.server.encrypt(ByteView("reply"), &pair.atServer)
        let output = pair.atServer.output.array
        pair.carryToClient()
        let (count, _) = pair.client.decrypt(&pair.atClient)
        let reply = String(pair.atClient.plain(count))
        let last = pair.send("and on")
        #expect(isDone)
        #expect(asked == 1)
        #expect([before, after, reply, last] == ["before", "after", "reply", "and on"])
        #expect(output.count > 5 + Int(output[3]) << 8 + Int(output[4]))
    }

    @Test func `a client that renegotiates is refused and bytes flow on`() throws {
        var pair = try Pair(try serving(), version: .tls12)
        _ = pair.shakeHands()
        _ = pair.send("before")
        // The client's own side must allow it, or it would not even ask.
        unsafe _ = SSL_clear_options(pair.client.ssl, COpenSSL_default_options())
        unsafe _ = SSL_renegotiate(pair.client.ssl)
        unsafe _ = SSL_do_handshake(pair.client.ssl)
        ERR_clear_error()
        let asked = pair.atClient.hasOutput
        pair.carryToServer()
        let (_, ending) = pair.server.decrypt(&pair.atServer)
        // RFC 5246, 7.2.2: no_renegotiation is a warning, and the old session goes on.
        let answered = pair.atServer.output.first
        let goesOn = if case .none = ending { true } else { false }
        #expect(asked)
        #expect(goesOn)
        #expect(answered == 0x15)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a ticket resumes on its own listener`(version: TLSVersion) throws {
        let context = try serving()
        var first = try Pair(context, version: version)
        _ = first.shakeHands()
        let ticket = first.ticket()
        var second = try Pair(context, version: version, resuming: ticket)
        let isDone = second.shakeHands()
        let facts = second.server.facts
        #expect(isDone)
        #expect(facts?.isResumed == true)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a ticket of one listener is not resumed on another`(version: TLSVersion) throws {
        var first = try Pair(try serving(), version: version)
        _ = first.shakeHands()
        let ticket = first.ticket()
        var second = try Pair(try serving(), version: version, resuming: ticket)
        let isDone = second.shakeHands()
        let facts = second.server.facts
        #expect(isDone)
        #expect(facts?.isResumed == false)
    }

    @Test(arguments: TLSVersion.allCases)
    func `a ticket outlives a reload of its listener`(version: TLSVersion) throws {
        let keys = TicketKeys()
        var first = try Pair(try serving(keys), version: version)
        _ = first.shakeHands()
        let ticket = first.ticket()
        var second = try Pair(try serving(keys), version: version, resuming: ticket)
        _ = second.shakeHands()
        let facts = second.server.facts
        #expect(facts?.isResumed == true)
    }

    @Test func `ticket keys change after a period and the one before is still good`() throws {
        let start = Instant(nanoseconds: 1_000)
        let keys = TicketKeys(now: start)
        let first = try #require(keys.sealing(now: start))
        let later = start + TicketKeys.rotation
        let second = try #require(keys.sealing(now: later))
        #expect(Self.name(first) != Self.name(second))
        #expect(Self.isKnown(first, keys, now: later) == false)
        #expect(Self.isKnown(second, keys, now: later) == true)
        #expect(Self.isKnown(first, keys, now: later + TicketKeys.rotation) == nil)
    }

    private static func name(_ key: COpenSSL_TicketKey) -> [UInt8] {
        unsafe withUnsafeBytes(of: key.name) { unsafe [UInt8]($0) }
    }

    /// Whether a key is current; nil when it is not known any more.
    private static func isKnown(_ key: COpenSSL_TicketKey, _ keys: TicketKeys, now: Instant) -> Bool? {
        unsafe name(key).withUnsafeBufferPointer { unsafe keys.opening(name: $0.baseAddress!, now: now)?.isCurrent }
    }
}
