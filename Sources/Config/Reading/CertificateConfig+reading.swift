// What does a `cert` line say, and can its files be used?

import Routing

extension CertificateConfig {
    init?(reading directive: ConfigDirective, _ reader: BlockReader) {
        guard Self.namesFiles(directive, reader) else { return nil }
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

    /// Whether the line is long enough to end with two files.
    private static func namesFiles(_ directive: ConfigDirective, _ reader: BlockReader) -> Bool {
        guard directive.values.count < 2 else { return reader.expect(2...64, in: directive) }
        let message = "\"cert\" names \(directive.values.isEmpty ? "no files" : "one file"), and needs two"
        reader.sink.report(Diagnostic(.error, .missingValue, at: directive.end, message, hint: filesHint))
        return false
    }

    private static let filesHint =
        "The last two values are the files of the certificate and of its key: cert shop.example.com shop.pem shop.key"

    /// Whether both files can be read, and what somebody who understands them has to say.
    func checkFiles(_ cert: ConfigValue, _ key: ConfigValue, _ staple: ConfigValue?, _ reader: BlockReader) {
        let files = [cert, key].map { CertificateConfig.read($0, reader) }
        guard let certBytes = files[0], let keyBytes = files[1] else { return }
        if CertificateConfig.areSwapped(certBytes, keyBytes) {
            let hint = "The certificate stands before its key: \(key.text) \(cert.text)"
            reader.sink.error(.badCertificate, at: cert, "\(certPath) holds a key and no certificate", hint: hint)
            return
        }
        for problem in reader.context.certificateProblems(self) {
            switch problem.subject {
            case .certificate: CertificateConfig.report(problem, cert, reader.sink)
            case .key: CertificateConfig.report(problem, key, reader.sink)
            case .staple: CertificateConfig.report(problem, staple ?? cert, reader.sink)
            }
        }
    }

    /// The file's bytes; that they cannot be had is reported with the reason.
    private static func read(_ value: ConfigValue, _ reader: BlockReader) -> [UInt8]? {
        let path = reader.path(value)
        switch reader.context.source.readFile(path) {
        case .success(let bytes): return bytes
        case .failure(let failure):
            let message = "\(path) cannot be read: \(failure.reason)"
            let hint =
                "The last two values are the files of the certificate and of its key; relative paths begin at the configuration file."
            reader.sink.error(.unreadableCertificate, at: value, message, hint: hint)
            return nil
        }
    }

    private static func areSwapped(_ cert: [UInt8], _ key: [UInt8]) -> Bool {
        let (cert, key) = (String(decoding: cert, as: UTF8.self), String(decoding: key, as: UTF8.self))
        return !cert.contains("BEGIN CERTIFICATE") && cert.contains("PRIVATE KEY-----")
            && key.contains("BEGIN CERTIFICATE")
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
