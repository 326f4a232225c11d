// How do we speak TLS to an upstream: whom do we believe, and what do we offer?

/// Everything that the sessions to one kind of upstream share. Immutable once built, and used by all workers.
public final class TLSClientContext: Sendable {
    /// Whose word counts for the peer's certificate.
    public enum Trust: Sendable, Hashable {
        /// The certificate authorities of the system.
        case system
        /// Those of a PEM file.
        case file(String)
        /// Anybody: no certificate is looked at. For tests and for networks that are trusted otherwise.
        case anyone
    }

    let context: SSLContext
    public let trust: Trust

    /// Throws when the authorities cannot be loaded.
    public init(
        trust: Trust = .system,
        protocols: [ApplicationProtocol] = [.http11],
        minimumVersion: TLSVersion = .tls12,
        maximumVersion: TLSVersion = .tls13
    ) throws(TLSSetupError) {
        defer { OpenSSLErrors.clear() }
        let context = try SSLContext(server: false)
        try context.set(versions: minimumVersion, maximumVersion)
        try context.set(cipherList: TLSSettings().cipherList)
        try context.set(cipherSuites: TLSSettings().cipherSuites)
        try context.offer(protocols)
        switch trust {
        case .system: try context.setVerifying(authorities: nil)
        case .file(let path): try context.setVerifying(authorities: path)
        case .anyone: break
        }
        self.context = context
        self.trust = trust
    }
}
