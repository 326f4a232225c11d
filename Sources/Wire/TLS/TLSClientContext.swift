// How do we speak TLS to an upstream: whom do we believe, what do we show, and what do we offer?

import Synchronization

/// Everything that the sessions to one kind of upstream share, used by all workers. What stands in its files is replaced
/// by `reload`. The last session with each server is offered to it again.
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

    public let trust: Trust
    /// What we show to a server that asks; nil shows nothing.
    public let certificate: TLSKeyPair?
    private let protocols: [ApplicationProtocol]
    private let versions: ClosedRange<TLSVersion>
    private let current: Mutex<TLSClientGeneration>

    /// Throws when the authorities or the certificate cannot be loaded. `protocols` is what ALPN offers, best first;
    /// `TLSFacts` says which one the server took.
    public init(
        trust: Trust = .system,
        certificate: TLSKeyPair? = nil,
        protocols: [ApplicationProtocol] = [.http11],
        minimumVersion: TLSVersion = .tls12,
        maximumVersion: TLSVersion = .tls13
    ) throws(TLSSetupError) {
        guard minimumVersion <= maximumVersion else {
            throw .versions(minimum: minimumVersion, maximum: maximumVersion)
        }
        self.trust = trust
        self.certificate = certificate
        self.protocols = protocols
        versions = minimumVersion...maximumVersion
        current = Mutex(try Self.load(trust, certificate, protocols, versions))
    }

    /// What a new session uses.
    var generation: TLSClientGeneration { current.withLock { $0 } }

    /// Every file that was read, for whoever watches them.
    public var paths: [String] {
        let authorities = if case .file(let path) = trust { [path] } else { [String]() }
        return authorities + (certificate.map { [$0.certificatePath, $0.keyPath] } ?? [])
    }

    /// Reads the files again; new sessions use what they say. Throws when anything is not in order, and everything then
    /// stays as it was. Blocks for the disk.
    @discardableResult
    public func reload() throws(TLSSetupError) -> TLSReload {
        let new = try Self.load(trust, certificate, protocols, versions)
        let old = current.withLock { loaded in
            defer { loaded = new }
            return loaded
        }
        var news: [TLSReload.News] = []
        if let certificate, old.fingerprint != new.fingerprint {
            news.append(.clientCertificate(path: certificate.certificatePath, notAfter: new.notAfter))
        }
        if case .file(let path) = trust, old.authorities != new.authorities { news.append(.authorities(path: path)) }
        return TLSReload(news: news)
    }

    private static func load(
        _ trust: Trust,
        _ certificate: TLSKeyPair?,
        _ protocols: [ApplicationProtocol],
        _ versions: ClosedRange<TLSVersion>
    ) throws(TLSSetupError) -> TLSClientGeneration {
        defer { OpenSSLErrors.clear() }
        let context = try SSLContext(server: false)
        try context.set(versions: versions.lowerBound, versions.upperBound)
        try context.set(cipherList: TLSSettings().cipherList)
        try context.set(cipherSuites: TLSSettings().cipherSuites)
        try context.offer(protocols)
        switch trust {
        case .system: try context.setVerifying(authorities: nil)
        case .file(let path): try context.setVerifying(authorities: path)
        case .anyone: break
        }
        let authorities = if case .file(let path) = trust { try Self.digest(path) } else { [UInt8]() }
        guard let certificate else {
            return TLSClientGeneration(context: context, authorities: authorities, fingerprint: [], notAfter: 0)
        }
        let entry = TLSCertificate(
            names: [],
            certificatePath: certificate.certificatePath,
            keyPath: certificate.keyPath
        )
        // The server decides whether an old certificate is good enough.
        let shown = try ShownCertificate(entry, into: context, now: 0) { _ in true }
        return TLSClientGeneration(
            context: context,
            authorities: authorities,
            fingerprint: shown.fingerprint,
            notAfter: shown.notAfter
        )
    }

    private static func digest(_ path: String) throws(TLSSetupError) -> [UInt8] {
        do throws(SystemError) {
            return SHA256.digest(try PEMFile.read(path))
        } catch {
            throw .authorities(path: path, reason: "\(error)")
        }
    }
}
