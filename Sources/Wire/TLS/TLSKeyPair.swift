// Which certificate do we show as a client?

/// The PEM files of a certificate, with its chain, and of its key without a passphrase.
public struct TLSKeyPair: Sendable, Hashable {
    public var certificatePath: String
    public var keyPath: String

    public init(certificatePath: String, keyPath: String) {
        self.certificatePath = certificatePath
        self.keyPath = keyPath
    }
}
