// What does the configuration say, and what is wrong with it?

import Config
import Routing
import Time
import Wire

/// A configuration file as the commands see it: read once, with everything that can be known without starting.
enum ConfigurationFile {
    /// Certificates that end sooner than this are a warning.
    private static let shortLifeDays: Int64 = 14

    static func read(_ path: String) -> ConfigOutcome {
        ConfigFile.load(
            path: path,
            environment: Environment.all,
            certificateProblems: { problems(of: $0) },
            keyType: { CertificateFiles.keyType(certificatePath: $0.certPath) }
        )
    }

    /// The same, and what would only show when the gateway starts.
    static func check(_ path: String) -> ConfigOutcome {
        let outcome = read(path)
        guard let config = outcome.config else { return outcome }
        return outcome.adding(StartProblems.diagnostics(config))
    }

    /// What libssl's own reading says about a `cert` line, in the words of diagnostics.
    static func problems(of certificate: CertificateConfig) -> [Config.CertificateProblem] {
        let now = ClockAnchor.now().unixMicroseconds / 1_000_000
        let files = CertificateFiles.check(
            certificatePath: certificate.certPath,
            keyPath: certificate.keyPath,
            ocspPath: certificate.ocspPath,
            now: now
        )
        if !files.problems.isEmpty { return files.problems.map(diagnosis) }
        return uncovered(certificate, files) + shortLived(files, now: now)
    }

    private static func diagnosis(_ problem: Wire.CertificateProblem) -> Config.CertificateProblem {
        let message = problem.description
        switch problem {
        case .noKey: return CertificateProblem(.error, .key, message)
        case .encryptedKey:
            return CertificateProblem(.error, .key, message, hint: "openssl pkey -in KEY -out NEW removes it.")
        case .mismatch:
            let hint = "A certificate is served with the key that it was requested with; are the two paths of one pair?"
            return CertificateProblem(.error, .key, message, hint: hint)
        // Clients will refuse it, but a gateway that does not start helps nobody: the old file may be all there is.
        case .expired: return CertificateProblem(.warning, .certificate, message, hint: "Renew it: clients refuse it.")
        case .notYetValid: return CertificateProblem(.warning, .certificate, message)
        case .staleStaple, .revoked: return CertificateProblem(.warning, .staple, message)
        case .noStaple, .foreignStaple:
            let hint = "openssl ocsp -issuer CA -cert CERT -url URL -respout FILE writes one."
            return CertificateProblem(.error, .staple, message, hint: hint)
        case .unreadable, .noCertificate, .refused: return CertificateProblem(.error, .certificate, message)
        }
    }

    /// A name on the line that the certificate is not for: clients would refuse the connection.
    private static func uncovered(
        _ certificate: CertificateConfig,
        _ files: CertificateFiles
    ) -> [Config.CertificateProblem] {
        certificate.names.map(\.description).filter { $0 != "*" && !files.covers($0) }.map { name in
            let hint = files.names.isEmpty ? "It has no names." : "It is for \(files.names.joined(separator: ", "))."
            return CertificateProblem(.warning, .certificate, "the certificate is not for \(name)", hint: hint)
        }
    }

    private static func shortLived(_ files: CertificateFiles, now: Int64) -> [Config.CertificateProblem] {
        let days = (files.notAfter - now) / 86_400
        guard days < shortLifeDays else { return [] }
        return [
            CertificateProblem(.warning, .certificate, "the certificate ends in \(days) days", hint: "Renew it soon.")
        ]
    }
}
