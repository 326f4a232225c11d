// Which mistakes do operators make, and what are they told?

import Testing

@testable import Config

/// One mistake: the file that has it, and the codes that it gets.
struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    var files: [String: String] = [:]
    let codes: [DiagnosticCode]

    init(_ name: String, _ text: String, files: [String: String] = [:], _ codes: DiagnosticCode...) {
        self.name = name
        self.text = text
        self.files = files
        self.codes = codes
    }

    /// A mistake inside a listener that is otherwise fine.
    static func listen(_ name: String, _ lines: String, _ codes: DiagnosticCode...) -> Fault {
        var fault = Fault(name, "listen :8080 {\n    \(lines)\n}\n")
        fault.expected = codes
        return fault
    }

    /// A mistake beside a listener that is fine.
    static func file(_ name: String, _ lines: String, _ codes: DiagnosticCode...) -> Fault {
        var fault = Fault(name, "\(lines)\nlisten :8080 { route /* to 127.0.0.1:8081 }\n")
        fault.expected = codes
        return fault
    }

    /// A mistake inside the `tls` block of a listener that is otherwise fine.
    static func tls(_ name: String, _ line: String, _ codes: DiagnosticCode...) -> Fault {
        let files = [
            "a.pem": "", "ca.pem": authority, "ticket.key": ticketKey, "text.pem": "text", "cert.pem": authority,
            "key.pem": "-----BEGIN PRIVATE KEY-----\n",
        ]
        var fault = Fault(name, withTLS(line), files: files)
        fault.expected = codes
        return fault
    }

    private var expected: [DiagnosticCode]?
    var wanted: [DiagnosticCode] { expected ?? codes }

    var outcome: ConfigOutcome { load(text, files: files) }
    var testDescription: String { name }
}
