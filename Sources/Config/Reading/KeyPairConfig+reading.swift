// What does the `cert` line of a cluster say, and can its files be used?

extension KeyPairConfig {
    init?(reading directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect(2...2, in: directive) else { return nil }
        let (cert, key) = (directive.values[0], directive.values[1])
        self.init(certPath: reader.path(cert), keyPath: reader.path(key))
        let pair = CertificateConfig(names: [], certPath: certPath, keyPath: keyPath, place: directive.word.place)
        pair.checkFiles(cert, key, nil, reader)
    }
}
