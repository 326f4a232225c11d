// Who owns a libssl context?

import COpenSSL

/// One SSL_CTX. Shared by threads once it is built: libssl counts its references atomically.
@safe
final class SSLContext: @unchecked Sendable {  // Changed only by the thread that builds it, before others see it.
    let pointer: OpaquePointer

    init(server: Bool) throws(TLSSetupError) {
        ERR_clear_error()
        guard let pointer = unsafe SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()) else {
            throw .library(reason: OpenSSLErrors.takeText())
        }
        unsafe self.pointer = pointer
        _ = unsafe COpenSSL_SSL_CTX_set_options(pointer, COpenSSL_default_options())
        _ = unsafe COpenSSL_SSL_CTX_set_mode(pointer, COpenSSL_session_mode())
        _ = unsafe COpenSSL_SSL_CTX_set_session_cache_mode(pointer, Int(SSL_SESS_CACHE_OFF))
        // A record's header and body in one look at the window: 260 instructions less for a small request.
        unsafe COpenSSL_SSL_CTX_set_read_ahead(pointer, 1)
    }

    deinit { unsafe SSL_CTX_free(pointer) }

    func set(versions minimum: TLSVersion, _ maximum: TLSVersion) throws(TLSSetupError) {
        guard minimum <= maximum else { throw .versions(minimum: minimum, maximum: maximum) }
        _ = unsafe COpenSSL_SSL_CTX_set_min_proto_version(pointer, Int32(minimum.rawValue))
        _ = unsafe COpenSSL_SSL_CTX_set_max_proto_version(pointer, Int32(maximum.rawValue))
    }

    func set(cipherList: String) throws(TLSSetupError) {
        guard unsafe SSL_CTX_set_cipher_list(pointer, cipherList) == 1, onlyForwardSecretAEAD() else {
            ERR_clear_error()
            throw .cipherList(cipherList)
        }
    }

    func set(cipherSuites: String) throws(TLSSetupError) {
        guard unsafe SSL_CTX_set_ciphersuites(pointer, cipherSuites) == 1 else {
            ERR_clear_error()
            throw .cipherSuites(cipherSuites)
        }
    }

    func set(groups: [String]) throws(TLSSetupError) {
        let list = groups.joined(separator: ":")
        guard unsafe COpenSSL_SSL_CTX_set1_groups_list(pointer, list) == 1 else {
            ERR_clear_error()
            throw .groups(list)
        }
    }

    /// A server's context with everything preset but its certificates.
    convenience init(serving settings: TLSSettings, clients authorities: ClientAuthorities?) throws(TLSSetupError) {
        try self.init(server: true)
        try set(versions: settings.minimumVersion, settings.maximumVersion)
        try set(cipherList: settings.cipherList)
        try set(cipherSuites: settings.cipherSuites)
        try set(groups: settings.groups)
        _ = unsafe COpenSSL_SSL_CTX_set_options(pointer, COpenSSL_server_options())
        guard unsafe SSL_CTX_set_num_tickets(pointer, 1) == 1 else {
            throw .library(reason: OpenSSLErrors.takeText())
        }
        if let authorities, let authority = settings.clientAuthority {
            try verifyClients(authorities, required: authority.isRequired)
        }
    }

    private func verifyClients(_ authorities: ClientAuthorities, required: Bool) throws(TLSSetupError) {
        let depth = ClientAuthorities.mostBetween
        guard unsafe COpenSSL_verify_clients(pointer, authorities.pointer, required ? 1 : 0, depth) == 1 else {
            throw .library(reason: OpenSSLErrors.takeText())
        }
    }

    /// What only a client decides: whom it believes. A nil path means the authorities of the system.
    func setVerifying(authorities path: String?) throws(TLSSetupError) {
        let loaded =
            if let path {
                unsafe SSL_CTX_load_verify_file(pointer, path)
            } else {
                unsafe SSL_CTX_set_default_verify_paths(pointer)
            }
        guard loaded == 1 else {
            throw .authorities(path: path ?? "the system", reason: OpenSSLErrors.takeText())
        }
        unsafe SSL_CTX_set_verify(pointer, SSL_VERIFY_PEER, nil)
    }

    /// What a client offers.
    func offer(_ protocols: [ApplicationProtocol]) throws(TLSSetupError) {
        let wire = ApplicationProtocol.wireForm(protocols)
        // Unlike its neighbours this call answers 0 for success.
        guard unsafe wire.isEmpty || SSL_CTX_set_alpn_protos(pointer, wire, UInt32(wire.count)) == 0 else {
            throw .library(reason: OpenSSLErrors.takeText())
        }
    }

    /// Loads the bytes of a pair of PEM files that `CertificateFiles` has found to be in order.
    func use(chain: [UInt8], of path: String, key: borrowing PrivateKey) throws(TLSSetupError) {
        // Sound: the C side reads as many bytes as the array has.
        let used = unsafe chain.withUnsafeBytes {
            unsafe COpenSSL_use_certificate_chain(pointer, $0.baseAddress, $0.count)
        }
        guard used == 1, unsafe SSL_CTX_use_PrivateKey(pointer, key.pointer) == 1 else {
            throw .certificate(.refused(path: path, reason: OpenSSLErrors.takeText()))
        }
    }

    /// Whether a certificate with this kind of key was loaded before.
    func holds(keyKind: Int32) -> Bool {
        let wanted = SSL_CERT_SET_FIRST
        var place = Int(wanted)
        while unsafe COpenSSL_SSL_CTX_set_current_cert(pointer, place) == 1 {
            let certificate = unsafe SSL_CTX_get0_certificate(pointer)
            if let certificate = unsafe certificate, unsafe COpenSSL_key_kind(certificate) == keyKind { return true }
            place = Int(SSL_CERT_SET_NEXT)
        }
        return false
    }

    /// Staples a response to the certificate that was loaded last.
    func staple(_ staple: Staple) throws(TLSSetupError) {
        // Sound: the C side copies as many bytes as the array has.
        let stapled = unsafe staple.der.withUnsafeBytes {
            unsafe COpenSSL_staple(pointer, $0.baseAddress, $0.count, staple.end)
        }
        if stapled != 1 { throw .library(reason: OpenSSLErrors.takeText()) }
    }

    /// Whether every cipher below TLS 1.3 is ECDHE with AEAD.
    private func onlyForwardSecretAEAD() -> Bool {
        let ciphers = unsafe SSL_CTX_get_ciphers(pointer)
        let count = unsafe OPENSSL_sk_num(ciphers)
        for i in 0..<count {
            let cipher = unsafe OpaquePointer(OPENSSL_sk_value(ciphers, i))
            let version = unsafe String(cString: SSL_CIPHER_get_version(cipher))
            if version == "TLSv1.3" { continue }
            let exchange = unsafe SSL_CIPHER_get_kx_nid(cipher)
            if unsafe SSL_CIPHER_is_aead(cipher) != 1 || exchange != NID_kx_ecdhe { return false }
        }
        return true
    }
}
