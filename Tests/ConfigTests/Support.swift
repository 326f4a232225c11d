// What do the tests of this house have in common?

import Routing

@testable import Config

/// Reads `text` as the main file; `files` are what else there is.
func load(_ text: String, files: [String: String] = [:], environment: [String: String] = [:]) -> ConfigOutcome {
    ConfigFile.load(text: text, environment: environment, source: .files(files))
}

/// The codes of all findings, in order.
func codes(_ text: String, files: [String: String] = [:]) -> [DiagnosticCode] {
    load(text, files: files).diagnostics.map(\.code)
}

/// A file that is right but for `line`, which stands in the file itself.
func withRoute(_ line: String) -> String { "listen :8080 {\n    \(line)\n}\n" }

/// A file of authorities, as far as this house looks into it.
let authority = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

/// A file of 80 bytes.
let ticketKey = String(repeating: "k", count: 80)

/// A file with a listener that has TLS and, in its `tls` block, `line`.
func withTLS(_ line: String, _ rest: String = "") -> String {
    "listen :443 {\n    tls {\n        cert a.pem a.pem\n        \(line)\n    }\n    respond 404\n    \(rest)\n}\n"
}

/// The gateway of a right file; fails the test through the force when it is not.
func config(_ text: String, files: [String: String] = [:]) throws -> GatewayConfig {
    let outcome = load(text, files: files)
    guard let config = outcome.config else {
        throw NotRead(findings: DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics))
    }
    return config
}

struct NotRead: Error, CustomStringConvertible {
    let findings: String
    var description: String { findings }
}

/// A tree without its places: what a file says, and not where.
indirect enum Shape: Equatable {
    case directive(String, [String], [Shape]?, raw: String?)

    static func of(_ text: String) -> [Shape] {
        var parser = ConfigParser(SourceFile(name: "x", text: text), environment: nil, sink: DiagnosticSink())
        return of(parser.parse())
    }

    private static func of(_ block: ConfigBlock) -> [Shape] {
        block.directives.map { directive in
            .directive(
                directive.word.text,
                directive.values.map(\.text),
                directive.block.map { $0.raw == nil ? of($0) : [] },
                raw: directive.block?.raw.map { normal($0.text) }
            )
        }
    }

    /// What a dtab says.
    private static func normal(_ raw: String) -> String {
        let block = DtabParser.block(in: Array(raw.utf8), from: 0)
        return block.errors.isEmpty ? block.dtab.description : "unreadable"
    }
}
