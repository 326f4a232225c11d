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
        let readable = [(cert, certPath), (key, keyPath)].map { value, path in
            CertificateConfig.checkReadable(value, path, reader)
        }
        if !readable.contains(false) { report(reader.context.certificateProblems(self), cert, key, reader.sink) }
    }

    private static func checkReadable(_ value: ConfigValue, _ path: String, _ reader: BlockReader) -> Bool {
        if reader.context.source.canRead(path) { return true }
        let hint = "Check the path and who may read it; relative paths begin at the configuration file."
        reader.sink.error(.unreadableCertificate, at: value, "\(path) cannot be read", hint: hint)
        return false
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
