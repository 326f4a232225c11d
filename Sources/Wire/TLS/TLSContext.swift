// How does a listener speak TLS: its certificates, versions, ciphers, protocols, tickets and clients?

import Bytes
import COpenSSL
import Synchronization
import Time

/// Everything that the sessions of one listener share, used by all workers.
///
/// A session begins with the default certificate and changes over when the client names a host of another one. No
/// renegotiation, no compression, no 0-RTT; tickets are stateless, one for each connection, and are taken back only for
/// the same server name, the same certificate names and the same client authorities.
///
/// Names and settings never change; what the files say does, by `reload`: new sessions see it, others stay as they are.
public final class TLSContext: Sendable {
    public let certificates: CertificateStore
    public let settings: TLSSettings
    /// Hand these to the next context of the same listener, and of no other.
    public let ticketKeys: TicketKeys
    /// Numbered as in `certificates`.
    private let groups: [CertificateGroup]
    private let current: Mutex<TLSGeneration>

    /// Reads and checks all files. Throws the first fault; `CertificateFiles.check` tells all of them. A certificate that
    /// has expired is served all the same: see `warnings`.
    public init(
        certificates entries: [TLSCertificate],
        settings: TLSSettings = TLSSettings(),
        ticketKeys: TicketKeys = TicketKeys()
    ) throws(TLSSetupError) {
        if entries.isEmpty { throw .noCertificates }
        let keys = settings.ticketKeyPaths.isEmpty ? ticketKeys : TicketKeys(given: [])
        let groups = CertificateGroup.all(of: entries)
        let certificates = CertificateStore(names: groups.map(\.names))
        let first = try TLSGeneration(groups, certificates, settings, keys, after: nil)
        if !settings.ticketKeyPaths.isEmpty { keys.take(first.givenKeys) }
        self.groups = groups
        self.settings = settings
        self.ticketKeys = keys
        self.certificates = certificates
        current = Mutex(first)
    }

    /// The number of the certificate that names `host` (without port); nil when only the default would do. Certificates
    /// side by side for the same names have one number.
    ///
    /// A request whose host belongs to another certificate than its connection's is misdirected (RFC 9110, 15.5.20).
    public func certificateIndex(forHost host: ByteView) -> Int? { certificates.index(for: host) }

    /// What a new session uses.
    var generation: TLSGeneration { current.withLock { $0 } }
}

// MARK: reloading

extension TLSContext {
    /// Every file that was read, for whoever watches them.
    public var paths: [String] {
        let ofCertificates = groups.flatMap(\.entries).flatMap {
            [$0.certificatePath, $0.keyPath] + ($0.ocspPath.map { [$0] } ?? [])
        }
        return ofCertificates + (settings.clientAuthority.map { [$0.path] } ?? []) + settings.ticketKeyPaths
    }

    /// Reads all files again; new sessions use what they say.
    ///
    /// Throws when anything is not in order, also a new certificate that has expired; everything then stays as it was.
    /// Blocks for the disk.
    @discardableResult
    public func reload() throws(TLSSetupError) -> TLSReload {
        let old = generation
        let new = try TLSGeneration(groups, certificates, settings, ticketKeys, after: old)
        if !settings.ticketKeyPaths.isEmpty { ticketKeys.take(new.givenKeys) }
        current.withLock { $0 = new }
        return TLSReload(from: old, to: new, settings)
    }

    /// What is served although something is wrong with it, such as a certificate that has expired, or not shown, such as
    /// an OCSP response that is too old. `now` is in seconds since 1970.
    public func warnings(now: Int64) -> [CertificateProblem] { generation.shown.flatMap { $0.warnings(now: now) } }

    /// By the wall clock.
    public var warnings: [CertificateProblem] { warnings(now: ClockAnchor.now().unixMicroseconds / 1_000_000) }
}
