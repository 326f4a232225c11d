// How do two sessions talk to each other without a socket?

import Bytes
import COpenSSL

@testable import Wire

/// A session that a client kept.
@safe
struct KeptSession: ~Copyable {
    let pointer: OpaquePointer
    deinit { unsafe SSL_SESSION_free(pointer) }
}

/// A server and a client session, each with its scratch; the test carries the ciphertext.
struct SessionPair: ~Copyable {
    var server: TLSSession
    var client: TLSSession
    var atServer = IOScratch()
    var atClient = IOScratch()
    /// Why the server refused.
    var refusal: TLSError?

    init(
        _ serving: TLSContext,
        version: TLSVersion = .tls13,
        name: String = "default.test",
        showing certificate: TLSKeyPair? = nil,
        resuming kept: consuming KeptSession? = nil
    ) throws {
        let dialling = try TLSClientContext(
            trust: .anyone,
            certificate: certificate,
            minimumVersion: version,
            maximumVersion: version
        )
        server = TLSSession(server: serving)
        client = TLSSession(client: dialling, serverName: name)
        if let kept { unsafe _ = SSL_set_session(client.ssl, kept.pointer) }
    }

    mutating func carryToServer() {
        if atClient.hasOutput { atServer.restoreInput(atClient.output) }
        atClient.clearOutput()
    }

    mutating func carryToClient() {
        if atServer.hasOutput { atClient.restoreInput(atServer.output) }
        atServer.clearOutput()
    }

    @discardableResult
    mutating func shakeHands() -> Bool {
        for _ in 0..<4 {
            if !client.isEstablished { _ = client.handshake(&atClient) }
            carryToServer()
            if !server.isEstablished, refusal == nil, case .failed(let error) = server.handshake(&atServer) {
                refusal = error
            }
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
    mutating func keep() -> KeptSession {
        _ = client.decrypt(&atClient)
        return unsafe KeptSession(pointer: SSL_get1_session(client.ssl)!)
    }

    // MARK: the client's levers and what it saw

    /// Signature algorithms that the client can check, by OpenSSL's names.
    func offer(signatures: String) {
        _ = unsafe signatures.withCString { list in
            unsafe SSL_ctrl(client.ssl, Int32(SSL_CTRL_SET_SIGALGS_LIST), 0, UnsafeMutableRawPointer(mutating: list))
        }
    }

    func askForStaple() {
        _ = unsafe SSL_ctrl(
            client.ssl,
            Int32(SSL_CTRL_SET_TLSEXT_STATUS_REQ_TYPE),
            Int(TLSEXT_STATUSTYPE_ocsp),
            nil
        )
    }

    /// How many bytes the server stapled; nil when it stapled nothing.
    var stapledBytes: Int? {
        var response: UnsafeMutableRawPointer?
        let count = unsafe SSL_ctrl(client.ssl, Int32(SSL_CTRL_GET_TLSEXT_STATUS_REQ_OCSP_RESP), 0, &response)
        return count > 0 ? count : nil
    }

    /// `RSA` or `EC`: the kind of key that the server showed.
    var shownKey: String? {
        guard let certificate = unsafe SSL_get0_peer_certificate(client.ssl) else { return nil }
        switch unsafe COpenSSL_key_kind(certificate) {
        case EVP_PKEY_RSA: return "RSA"
        case EVP_PKEY_EC: return "EC"
        default: return "other"
        }
    }

    /// The first name of the certificate that the server showed.
    var shownName: String? {
        guard let certificate = unsafe SSL_get0_peer_certificate(client.ssl) else { return nil }
        var text = [CChar](repeating: 0, count: 256)
        let count = unsafe COpenSSL_certificate_name(certificate, 0, &text, text.count)
        return count < 0 ? nil : String(decoding: text[0..<Int(count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
