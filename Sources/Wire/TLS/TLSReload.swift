// What is different after a listener's files were read again?

/// The outcome of a reload that succeeded.
public struct TLSReload: Sendable {
    /// One thing that new sessions see.
    public enum News: Sendable, Equatable, CustomStringConvertible {
        /// The names of the configuration, and the end of the new certificate's life in seconds since 1970.
        case certificate(names: [String], notAfter: Int64)
        case staple(path: String)
        case authorities(path: String)
        case ticketKeys(paths: [String])
        /// The certificate and key that we show to upstreams.
        case clientCertificate(path: String, notAfter: Int64)

        public var description: String {
            switch self {
            case .certificate(let names, let end):
                "certificate of \(names.joined(separator: " ")) reloaded, valid until \(CertificateProblem.date(end))"
            case .staple(let path): "OCSP response \(path) reloaded"
            case .authorities(let path): "authorities \(path) reloaded"
            case .ticketKeys(let paths): "ticket keys \(paths.joined(separator: " ")) reloaded"
            case .clientCertificate(let path, let end):
                "client certificate \(path) reloaded, valid until \(CertificateProblem.date(end))"
            }
        }
    }

    /// Empty when the files say the same as before.
    public let news: [News]
}

extension TLSReload {
    init(from old: TLSGeneration, to new: TLSGeneration, _ settings: TLSSettings) {
        var news: [News] = []
        // A certificate may stand in several groups.
        func tell(_ one: News) { if !news.contains(one) { news.append(one) } }
        for (before, after) in zip(old.shown, new.shown) {
            if before.fingerprint != after.fingerprint {
                tell(.certificate(names: after.entry.names, notAfter: after.notAfter))
            }
            if let path = after.entry.ocspPath, before.staple != after.staple { tell(.staple(path: path)) }
        }
        if let authority = settings.clientAuthority, old.authorities?.digest != new.authorities?.digest {
            tell(.authorities(path: authority.path))
        }
        if !TicketKeys.areSame(old.givenKeys, new.givenKeys) {
            tell(.ticketKeys(paths: settings.ticketKeyPaths))
        }
        self.news = news
    }
}
