// Which certificate is shown for which names?

import Routing

/// One `cert` line: `cert NAME… CERT KEY`.
public struct CertificateConfig: Sendable {
    /// The server names it is for; `.any` makes it the default.
    public var names: [HostPattern]
    /// PEM file with the certificate and its chain; resolved against the configuration file's directory.
    public var certPath: String
    /// PEM file with the private key, resolved likewise.
    public var keyPath: String
    public var place: SourcePlace

    public init(
        names: [HostPattern],
        certPath: String,
        keyPath: String,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.names = names
        self.certPath = certPath
        self.keyPath = keyPath
        self.place = place
    }
}
