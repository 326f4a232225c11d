// Why can TLS not be set up as configured?

/// A fault of a TLS configuration, found before any connection.
public enum TLSSetupError: Error, Sendable, Equatable {
    case noCertificates
    case certificate(CertificateProblem)
    /// The cipher list of TLS 1.2 names nothing, or something other than ECDHE with AEAD.
    case cipherList(String)
    case cipherSuites(String)
    case groups(String)
    case versions(minimum: TLSVersion, maximum: TLSVersion)
    /// A CA file that cannot be loaded.
    case authorities(path: String, reason: String)
    /// A file that is no ticket key.
    case ticketKey(path: String, reason: String)
    /// A certificate for the same names as another one whose key is of the same kind.
    case sameKeyKind(path: String)
    /// libssl failed for a reason of its own, such as no memory.
    case library(reason: String)
}

extension TLSSetupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noCertificates: "TLS needs at least one certificate"
        case .certificate(let problem): problem.description
        case .cipherList(let list): "the TLS 1.2 ciphers \"\(list)\" are unknown or not ECDHE with AEAD"
        case .cipherSuites(let list): "the TLS 1.3 cipher suites \"\(list)\" are unknown"
        case .groups(let list): "the key exchange groups \"\(list)\" are unknown"
        case .versions(let minimum, let maximum):
            "the lowest TLS version \(minimum.label) is above the highest, \(maximum.label)"
        case .authorities(let path, let reason): "the certificate authorities in \(path) cannot be used (\(reason))"
        case .ticketKey(let path, let reason): "the ticket key \(path) cannot be used (\(reason))"
        case .sameKeyKind(let path):
            "the certificate \(path) is for the same names as another one with the same kind of key"
        case .library(let reason): "libssl failed: \(reason)"
        }
    }
}
