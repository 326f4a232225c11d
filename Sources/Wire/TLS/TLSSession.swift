// What does one TLS session do with the ciphertext in the windows, and what does it leave there?

import Bytes
import COpenSSL

/// One SSL, stepped over the windows of a worker without a system call.
///
/// Whoever steps it fills the in window before and sends the out window after; a session holds no buffer between two
/// steps, except for the beginning of a record that is not complete, and ciphertext that came with the end of the
/// handshake.
@safe
struct TLSSession: ~Copyable {
    /// What one step of the handshake, or the closing, came to.
    enum Step {
        case done
        case needsInput
        case failed(TLSError)
    }

    /// How the peer's direction ended, if it did.
    enum Ending {
        case none
        case closeNotify
        case failed(TLSError)
    }

    let ssl: OpaquePointer
    /// Keeps alive what libssl's callbacks ask.
    private let owner: AnyObject
    /// Where a client's session is kept for the next connection, and under which name.
    private let dialled: (generation: TLSClientGeneration, name: String)?
    private var isAttached = false
    private(set) var isEstablished = false
    private var saved = ByteBuffer()
    /// Whether libssl itself holds ciphertext that a step would look at.
    private var holdsInput = false
    private var startFailure: TLSError?
    /// Who the client is by its verified certificate, once the session is established.
    private(set) var peerIdentity: TLSPeerIdentity?

    init(server context: TLSContext) {
        let generation = context.generation
        owner = generation
        dialled = nil
        unsafe ssl = Self.make(generation.initial)
        unsafe SSL_set_accept_state(ssl)
    }

    /// `serverName` is a host name or an IP address; the peer's certificate must be for it, unless anyone is trusted.
    /// With `offer` ALPN offers this protocol alone.
    init(client context: TLSClientContext, serverName: String, offer: ApplicationProtocol? = nil) {
        let generation = context.generation
        owner = generation
        dialled = (generation, serverName)
        unsafe ssl = Self.make(generation.context)
        unsafe SSL_set_connect_state(ssl)
        let named =
            if IPAddress(serverName) != nil {
                // RFC 6066, 3: an address is no server name; it is checked against the certificate all the same.
                unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), serverName) == 1
            } else {
                unsafe SSL_set1_host(ssl, serverName) == 1 && COpenSSL_SSL_set_tlsext_host_name(ssl, serverName) == 1
            }
        if !named { startFailure = unsafe TLSError(capturing: ssl) }
        if let offer {
            let wire = ApplicationProtocol.wireForm([offer])
            // Sound: libssl copies the list. Unlike its neighbours this call answers 0 for success.
            if unsafe SSL_set_alpn_protos(ssl, wire, UInt32(wire.count)) != 0 {
                startFailure = unsafe TLSError(capturing: ssl)
            }
        }
        unsafe generation.resume(ssl, with: serverName)
    }

    deinit {
        if isEstablished, let dialled { unsafe dialled.generation.keep(ssl, with: dialled.name) }
        unsafe SSL_free(ssl)
    }

    private static func make(_ context: SSLContext) -> OpaquePointer {
        guard let ssl = unsafe SSL_new(context.pointer) else { fatalError("OpenSSL has no memory for a session.") }
        unsafe SSL_set_hostflags(ssl, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        return unsafe ssl
    }

    // MARK: handshake

    /// Goes on with the handshake as far as the in window reaches.
    mutating func handshake(_ io: inout IOScratch) -> Step {
        if let startFailure { return .failed(startFailure) }
        if !isAttached { unsafe attach(io.bio) }
        // SSL_get_error believes in whatever the queue holds, also when somebody else left it there.
        ERR_clear_error()
        // Sound: the session is ours, and its BIO reads and writes the windows of `io`.
        let result = unsafe SSL_do_handshake(ssl)
        if result == 1 {
            establish(&io)
            return .done
        }
        if unsafe SSL_get_error(ssl, result) == SSL_ERROR_WANT_READ { return .needsInput }
        // What the peer sent behind its mistake is nobody's; the next conduit must not find it.
        io.clearInput()
        return unsafe .failed(TLSError(capturing: ssl))
    }

    private mutating func attach(_ bio: OpaquePointer) {
        // OpenSSL takes one reference for both directions.
        unsafe BIO_up_ref(bio)
        unsafe SSL_set_bio(ssl, bio, bio)
        isAttached = true
    }

    /// Saves what came behind the peer's last handshake message: another conduit may use the windows before the first
    /// read of this one.
    private mutating func establish(_ io: inout IOScratch) {
        isEstablished = true
        // A handshake may succeed in a roundabout way, such as over a ticket that did not open. From here on the queue
        // is empty before every call, which is why reading and writing need not clear it.
        ERR_clear_error()
        saved.append(io.input)
        io.clearInput()
        holdsInput = unsafe SSL_has_pending(ssl) == 1
        // A client sees the server's certificate, but only a server wants to know who the other is.
        if unsafe SSL_is_server(ssl) == 1, let certificate = unsafe COpenSSL_peer_certificate(ssl) {
            peerIdentity = unsafe TLSPeerIdentity(certificate)
            ERR_clear_error()
        }
    }

    // MARK: reading

    /// Whether `decrypt` may yield something although nothing new was received.
    var hasSavedInput: Bool { !saved.isEmpty || holdsInput }

    /// Puts saved ciphertext into the in window.
    mutating func restoreInput(_ io: inout IOScratch) {
        if saved.isEmpty { return }
        io.restoreInput(saved.readable)
        saved.release()
    }

    /// Decrypts all that is in the in window into the plaintext window; the number of bytes, and how it ended.
    mutating func decrypt(_ io: inout IOScratch) -> (count: Int, ending: Ending) {
        var count = 0
        holdsInput = false
        while true {
            let room = IOScratch.plainBytes - count
            // Sound: plain + count has `room` bytes. Plaintext is shorter than its records, and the window is larger
            // than one recv and a record begun before, so there is always room.
            let result = unsafe SSL_read(ssl, io.plain + count, Int32(room))
            if result > 0 {
                count += Int(result)
                // Asking once more only to hear "nothing" would cost a buffer and a look at the empty window.
                if io.inputIsEmpty, unsafe SSL_has_pending(ssl) == 0 { return (count, .none) }
                continue
            }
            let ending = ending(of: result)
            // After a failure or close_notify whatever follows is not looked at (RFC 8446, 6.1).
            io.clearInput()
            return (count, ending)
        }
    }

    private func ending(of result: Int32) -> Ending {
        switch unsafe SSL_get_error(ssl, result) {
        case SSL_ERROR_WANT_READ: .none
        case SSL_ERROR_ZERO_RETURN: .closeNotify
        default: unsafe .failed(TLSError(capturing: ssl))
        }
    }

    // MARK: writing

    /// Encrypts at most one record's worth into the out window, which must have room for a record.
    mutating func encrypt(_ view: ByteView, _ io: inout IOScratch) -> TLSError? {
        assert(io.hasRoomForRecord && view.count <= IOScratch.recordBytes, "A record needs its room.")
        var rest = view
        // More than one turn only for a peer that asked for small fragments.
        while !rest.isEmpty {
            // Sound: the view lends its bytes for the length of the call.
            let result = unsafe rest.withUnsafeBytes { unsafe SSL_write(ssl, $0.baseAddress, Int32($0.count)) }
            if result <= 0 { return unsafe TLSError(capturing: ssl) }
            rest = rest.dropFirst(Int(result))
        }
        return nil
    }

    /// Puts close_notify into the out window, if the session was established.
    mutating func closeNotify(_ io: inout IOScratch) {
        guard isEstablished else { return }
        if unsafe SSL_shutdown(ssl) < 0 { ERR_clear_error() }
    }

    // MARK: facts

    var facts: TLSFacts? {
        guard isEstablished else { return nil }
        return TLSFacts(
            version: unsafe TLSVersion(rawValue: UInt16(truncatingIfNeeded: SSL_version(ssl))) ?? .tls12,
            cipher: unsafe SSL_CIPHER_get_protocol_id(SSL_get_current_cipher(ssl)),
            applicationProtocol: applicationProtocol,
            certificateIndex: unsafe SSL_is_server(ssl) == 1 ? Int(COpenSSL_certificate_index(ssl)) : 0,
            isResumed: unsafe SSL_session_reused(ssl) == 1
        )
    }

    private var applicationProtocol: ApplicationProtocol? {
        var name: UnsafePointer<UInt8>?
        var count: UInt32 = 0
        unsafe SSL_get0_alpn_selected(ssl, &name, &count)
        guard let name = unsafe name else { return nil }
        // Sound: libssl's bytes live as long as the session.
        let chosen = unsafe ByteView(base: name, count: Int(count))
        return ApplicationProtocol.allCases.first { chosen == $0.name }
    }

    var cipherName: String {
        unsafe SSL_CIPHER_get_name(SSL_get_current_cipher(ssl)).map { unsafe String(cString: $0) } ?? ""
    }

    /// The server name that the client asked for.
    var serverName: ByteView {
        guard let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) else { return .empty }
        // Sound: libssl's string lives as long as the session.
        return unsafe ByteView(borrowing: UnsafeRawBufferPointer(start: name, count: strlen(name)))
    }
}
