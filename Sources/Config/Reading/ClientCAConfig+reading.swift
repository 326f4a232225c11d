// What does a `client-ca` line say, and are there authorities in its file?

extension ClientCAConfig {
    init?(reading directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect(1...2, in: directive) else { return nil }
        let value = directive.values[0]
        self.init(path: reader.path(value))
        if directive.values.count > 1 {
            let choices = [("require", true), ("optional", false)]
            isRequired = reader.values.choice(directive.values[1], among: choices) ?? isRequired
        }
        guard let bytes = reader.bytes(of: value, orReport: .unreadableCertificate) else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        guard !text.contains("-----BEGIN CERTIFICATE-----"), !text.contains("-----BEGIN TRUSTED CERTIFICATE-----")
        else { return }
        let hint = "PEM begins with -----BEGIN CERTIFICATE-----; \"openssl x509 -inform der\" makes it of DER."
        reader.sink.error(.badCertificate, at: value, "\(path) holds no certificate in PEM", hint: hint)
    }
}
