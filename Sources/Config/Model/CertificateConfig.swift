// Which certificate is shown for which names?

import Routing

/// One `cert` line: `cert NAME… CERT KEY { ocsp FILE }`.
public struct CertificateConfig: Sendable {
    /// The server names it is for; `.any` makes it the default.
    public var names: [HostPattern]
    /// PEM file with the certificate and its chain; resolved against the configuration file's directory.
    public var certPath: String
    /// PEM file with the private key, resolved likewise.
    public var keyPath: String
    /// DER file with the answer of the authority's OCSP responder, which is stapled to handshakes; nil for none.
    public var ocspPath: String?
    public var place: SourcePlace

    public init(
        names: [HostPattern],
        certPath: String,
        keyPath: String,
        ocspPath: String? = nil,
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.names = names
        self.certPath = certPath
        self.keyPath = keyPath
        self.ocspPath = ocspPath
        self.place = place
    }
}
