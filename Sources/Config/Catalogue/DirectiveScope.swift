// In which block does a word stand?

/// The blocks of the language, as far as the words inside them differ.
public enum DirectiveScope: String, Sendable, CaseIterable {
    case file
    case trace
    case zipkin
    case archive
    case overrides
    case listen
    case tls
    case cert
    case host
    case route
    case limits
    case misbehaviour
    case service
    case cluster
    case clusterTLS = "cluster-tls"

    /// The block in the operator's words: `a listen block`.
    public var title: String {
        switch self {
        case .file: "the file itself"
        case .overrides: "an overrides block"
        case .archive: "an archive block"
        case .tls: "the tls block of a listen"
        case .cert: "the block of a listener's cert"
        case .clusterTLS: "the tls block of a cluster"
        default: "a \(rawValue) block"
        }
    }
}
