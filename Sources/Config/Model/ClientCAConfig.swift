// Which clients have to show a certificate, and of whom?

/// The `client-ca` line of a listener's `tls` block.
public struct ClientCAConfig: Sendable, Hashable {
    /// PEM file with the authorities that clients' certificates must come from; resolved against the configuration
    /// file's directory.
    public var path: String
    /// Whether a client without a certificate is refused (`require`), or served as one without identity (`optional`).
    public var isRequired: Bool

    public init(path: String, isRequired: Bool = true) {
        self.path = path
        self.isRequired = isRequired
    }
}
