// Would a configuration without faults also start?

import Config
import Proxy
import Wire

/// What `run` would stop at although the file reads well: ciphers, groups and authorities that libssl does not take.
enum StartProblems {
    /// All of them, as errors at the lines that ask for it.
    static func diagnostics(_ config: GatewayConfig) -> [Diagnostic] {
        Plan.problems(of: config).map(diagnostic) + config.tracing.exporters.compactMap(diagnostic)
    }

    private static func diagnostic(_ problem: PlanProblem) -> Diagnostic {
        switch problem.error {
        case .tls(_, let error): tls(error, at: problem.place, word: "listen")
        case .upstreamTLS(let cluster, let error): tls(error, at: problem.place, word: "route", of: "\(cluster): ")
        case .unbound:
            Diagnostic(.error, .unboundName, at: problem.place, length: "route".count, "\(problem.error)")
        }
    }

    private static func diagnostic(_ exporter: ExporterConfig) -> Diagnostic? {
        guard exporter.url.scheme == .https, exporter.tls.verify, let path = exporter.tls.caPath else { return nil }
        do throws(TLSSetupError) {
            _ = try TLSClientContext(trust: .file(path))
            return nil
        } catch {
            return tls(error, at: exporter.place, word: "zipkin")
        }
    }

    private static func tls(
        _ error: TLSSetupError,
        at place: SourcePlace,
        word: String,
        of owner: String = ""
    ) -> Diagnostic {
        Diagnostic(.error, .badTLS, at: place, length: word.count, "\(owner)\(error)", hint: hint(error))
    }

    private static func hint(_ error: TLSSetupError) -> String? {
        switch error {
        case .cipherList: "For TLS 1.2 write ECDHE suites with AEAD by OpenSSL's names: ECDHE-RSA-AES128-GCM-SHA256"
        case .cipherSuites: "TLS 1.3 has TLS_AES_128_GCM_SHA256, TLS_AES_256_GCM_SHA384, TLS_CHACHA20_POLY1305_SHA256."
        case .groups: "Write groups that this libssl has: X25519 P-256 P-384"
        default: nil
        }
    }
}
