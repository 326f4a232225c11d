// What does the `tls` block of a listener say?

import Bytes

extension TLSConfig {
    init(reading directive: ConfigDirective, _ outer: BlockReader) {
        self.init()
        let reader = BlockReader(directive.block, in: .tls, outer.context)
        let versions: [(String, Version)] = [("1.2", .v12), ("1.3", .v13)]
        minVersion = Self.version("min-version", among: versions, reader) ?? minVersion
        maxVersion = Self.version("max-version", among: versions, reader) ?? maxVersion
        ciphers = Self.names("ciphers", reader)
        groups = Self.names("groups", reader)
        certificates = reader.all("cert").compactMap { CertificateConfig(reading: $0, reader) }
        CertificateNames(reader.context).check(certificates)
        if let directive = reader.only("client-ca") { clientCA = ClientCAConfig(reading: directive, reader) }
        readForwarding(reader)
        if let directive = reader.only("ticket-keys") { ticketKeyPaths = TicketKeyFiles.paths(directive, reader) }
        checkVersions(reader)
        if reader.all("cert").isEmpty {
            let hint = "Add a line: cert CERTFILE KEYFILE"
            reader.sink.error(.missingCertificate, at: directive.word, "this tls block has no certificate", hint: hint)
        }
    }

    private static let formerVersions: Set<String> = ["1.0", "1.1", "TLSv1", "TLSv1.0", "TLSv1.1", "SSLv3"]

    private static func version(_ word: String, among versions: [(String, Version)], _ reader: BlockReader) -> Version?
    {
        guard let value = reader.single(word) else { return nil }
        if formerVersions.contains(value.text) {
            let hint = "Write 1.2 or 1.3; older ones are not secure (RFC 8996)."
            reader.sink.error(.badChoice, at: value, "\"\(value.text)\" is not spoken here", hint: hint)
            return nil
        }
        return reader.values.choice(value, among: versions)
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

    /// Without certificates of clients there is nothing to pass on.
    private mutating func readForwarding(_ reader: BlockReader) {
        forwardClientCert = reader.flag("forward-client-cert", default: false)
        guard forwardClientCert, reader.all("client-ca").isEmpty, let value = reader.single("forward-client-cert")
        else { return }
        let message = "no client is asked for the certificate that this would pass on"
        reader.sink.error(.missingDirective, at: value, message, hint: "Add a line: client-ca FILE")
    }

    private func checkVersions(_ reader: BlockReader) {
        guard maxVersion < minVersion, let directive = reader.only("max-version") else { return }
        let message = "max-version \(maxVersion.rawValue) is below min-version \(minVersion.rawValue)"
        reader.sink.error(.versionOrder, at: directive.values.first ?? directive.word, message)
    }
}
