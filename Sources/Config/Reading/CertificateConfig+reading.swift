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
        let staple = readStaple(BlockReader(directive.block, in: .cert, reader.context))
        checkFiles(cert, key, staple, reader)
    }

    /// Whether both files can be read, and what somebody who understands them has to say.
    func checkFiles(_ cert: ConfigValue, _ key: ConfigValue, _ staple: ConfigValue?, _ reader: BlockReader) {
        let readable = [(cert, certPath), (key, keyPath)].map { value, path in
            CertificateConfig.checkReadable(value, path, reader)
        }
        guard !readable.contains(false) else { return }
        for problem in reader.context.certificateProblems(self) {
            switch problem.subject {
            case .certificate: CertificateConfig.report(problem, cert, reader.sink)
            case .key: CertificateConfig.report(problem, key, reader.sink)
            case .staple: CertificateConfig.report(problem, staple ?? cert, reader.sink)
            }
        }
    }

    private static func checkReadable(_ value: ConfigValue, _ path: String, _ reader: BlockReader) -> Bool {
        if reader.context.source.canRead(path) { return true }
        reader.sink.error(.unreadableCertificate, at: value, "\(path) cannot be read", hint: BlockReader.pathHint)
        return false
    }

    /// The `ocsp` line, if its file can be looked at more closely; an answer in DER is a sequence, which begins with 0x30
    /// (RFC 6960, 4.2.1).
    private mutating func readStaple(_ reader: BlockReader) -> ConfigValue? {
        guard let value = reader.single("ocsp"), let bytes = reader.bytes(of: value, orReport: .unreadableFile)
        else { return nil }
        if bytes.first == 0x30 {
            ocspPath = reader.path(value)
            return value
        }
        let hint = "It is what \"openssl ocsp -respout FILE\" writes."
        reader.sink.error(.badCertificate, at: value, "\(value.text) is no OCSP answer in DER", hint: hint)
        return nil
    }

    private static func report(_ problem: CertificateProblem, _ value: ConfigValue, _ sink: DiagnosticSink) {
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
