// What does a `cert` line say, and can its files be used?

import Routing

extension CertificateConfig {
    init?(reading directive: ConfigDirective, _ reader: BlockReader) {
        guard reader.expect(2...64, in: directive) else { return nil }
        let (cert, key) = (directive.values[directive.values.count - 2], directive.values[directive.values.count - 1])
        let written = directive.values.dropLast(2)
        self.init(
            names: written.compactMap { reader.values.hostPattern($0) },
            certPath: reader.path(cert),
            keyPath: reader.path(key),
            place: directive.word.place
        )
        if written.isEmpty { names = [.any] }
        readStaple(BlockReader(directive.block, in: .cert, reader.context))
        checkFiles(cert, key, reader)
    }

    /// Whether both files can be read, and what somebody who understands them has to say.
    func checkFiles(_ cert: ConfigValue, _ key: ConfigValue, _ reader: BlockReader) {
        let readable = [(cert, certPath), (key, keyPath)].map { value, path in
            CertificateConfig.checkReadable(value, path, reader)
        }
        if !readable.contains(false) { report(reader.context.certificateProblems(self), cert, key, reader.sink) }
    }

    private static func checkReadable(_ value: ConfigValue, _ path: String, _ reader: BlockReader) -> Bool {
        if reader.context.source.canRead(path) { return true }
        reader.sink.error(.unreadableCertificate, at: value, "\(path) cannot be read", hint: BlockReader.pathHint)
        return false
    }

    /// The `ocsp` line; an answer in DER is a sequence, which begins with 0x30 (RFC 6960, 4.2.1).
    private mutating func readStaple(_ reader: BlockReader) {
        guard let value = reader.single("ocsp") else { return }
        ocspPath = reader.path(value)
        guard let bytes = reader.bytes(of: value, orReport: .unreadableFile), bytes.first != 0x30 else { return }
        let hint = "It is what \"openssl ocsp -respout FILE\" writes."
        reader.sink.error(.badCertificate, at: value, "\(value.text) is no OCSP answer in DER", hint: hint)
    }

    private func report(
        _ problems: [CertificateProblem],
        _ cert: ConfigValue,
        _ key: ConfigValue,
        _ sink: DiagnosticSink
    ) {
        for problem in problems {
            let value = problem.subject == .certificate ? cert : key
            sink.report(
                Diagnostic(
                    problem.severity,
                    .badCertificate,
                    at: value.place,
                    length: value.length,
                    problem.message,
                    hint: problem.hint
                )
            )
        }
    }
}
