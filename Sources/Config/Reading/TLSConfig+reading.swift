// What does the `tls` block of a listener say?

import Bytes
import Routing

extension TLSConfig {
    init(reading directive: ConfigDirective, _ outer: BlockReader) {
        self.init()
        let reader = BlockReader(directive.block, in: .tls, outer.context)
        let versions: [(String, Version)] = [("1.2", .v12), ("1.3", .v13)]
        minVersion = reader.choice("min-version", among: versions) ?? minVersion
        maxVersion = reader.choice("max-version", among: versions) ?? maxVersion
        ciphers = Self.names("ciphers", reader)
        groups = Self.names("groups", reader)
        certificates = reader.all("cert").compactMap { CertificateConfig(reading: $0, reader) }
        Self.checkNames(certificates, reader)
        checkVersions(reader)
        if reader.all("cert").isEmpty {
            let hint = "Add a line: cert CERTFILE KEYFILE"
            reader.sink.error(.missingCertificate, at: directive.word, "this tls block has no certificate", hint: hint)
        }
    }

    private static func names(_ word: String, _ reader: BlockReader) -> [String] {
        guard let directive = reader.only(word), reader.expect(1...64, in: directive) else { return [] }
        return directive.values.compactMap { value in
            let plain = value.text.utf8.allSatisfy {
                ASCII.isAlpha($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F
            }
            if !plain || value.text.isEmpty {
                let hint =
                    "Write names with spaces between them: \(DirectiveCatalogue.entry(word, in: .tls)?.example ?? word)"
                reader.sink.error(
                    .badName,
                    at: value,
                    "\"\(value.text)\" is not the name of one of the \(word)",
                    hint: hint
                )
                return nil
            }
            return value.text
        }
    }

    private func checkVersions(_ reader: BlockReader) {
        guard maxVersion < minVersion, let directive = reader.only("max-version") else { return }
        let message = "max-version \(maxVersion.rawValue) is below min-version \(minVersion.rawValue)"
        reader.sink.error(.versionOrder, at: directive.values.first ?? directive.word, message)
    }

    /// One server name has one certificate.
    private static func checkNames(_ certificates: [CertificateConfig], _ reader: BlockReader) {
        var seen: [HostPattern: SourcePlace] = [:]
        for (certificate, directive) in zip(certificates, reader.all("cert")) {
            for name in certificate.names {
                if let first = seen.updateValue(certificate.place, forKey: name) {
                    let message = "\"\(name)\" already has a certificate in line \(first.line)"
                    reader.sink.error(.duplicateCertificate, at: directive.word, message)
                }
            }
        }
    }
}
