// Is every mistake found, and found where it is?

import Testing

@testable import Config

@Suite struct DiagnosticTests {
    @Test(arguments: Fault.all)
    func `a mistake gets its code and nothing else does`(fault: Fault) {
        #expect(fault.outcome.diagnostics.map(\.code) == fault.wanted)
    }

    @Test func `every code is shown by a mistake`() {
        let elsewhere: Set<DiagnosticCode> = [.notText, .tooLarge, .badCertificate, .badTLS]
        let shown = Set(Fault.all.flatMap(\.wanted)).union(elsewhere)
        #expect(DiagnosticCode.allCases.filter { !shown.contains($0) } == [])
    }

    @Test(arguments: Fault.all)
    func `an error leaves no configuration and a warning does`(fault: Fault) {
        let outcome = fault.outcome
        #expect((outcome.config == nil) == outcome.hasErrors)
    }

    @Test(arguments: Fault.all)
    func `a finding lies inside its file`(fault: Fault) {
        let outcome = fault.outcome
        for diagnostic in outcome.diagnostics {
            let file = outcome.files.first { $0.name == diagnostic.file }
            let lines = file?.text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) ?? []
            #expect(lines.indices.contains(diagnostic.line - 1))
            let width = lines[diagnostic.line - 1].unicodeScalars.count
            #expect(diagnostic.column >= 1 && diagnostic.column <= width + 1)
        }
    }

    @Test func `all mistakes are found in one pass, in the order of the file`() {
        let text = "workers many\nlisten :8080 {\n    sample 0.1\n    route /* to 127.0.0.1:8081 timeout 5\n}\nfoo\n"
        #expect(codes(text) == [.badNumber, .rateWithoutUnit, .badDuration, .unknownDirective])
    }

    @Test func `a rate without a unit is explained with both of its meanings`() {
        let diagnostic = load(withRoute("route /* to 127.0.0.1:1 sample 0.1")).diagnostics.first
        #expect(diagnostic?.line == 2)
        #expect(diagnostic?.column == 36)
        #expect(diagnostic?.length == 3)
        #expect(diagnostic?.hint?.hasPrefix("0.1% is one request in a thousand; 10% is one in ten.") == true)
    }

    @Test func `an unreachable route names both lines`() {
        let text = "listen :8080 {\n    route /* to 127.0.0.1:81\n    route /checkout/* to 127.0.0.1:82\n}\n"
        let message = load(text).diagnostics.first?.message
        #expect(message == "route \"/checkout/*\" is never reached: line 2 \"/*\" matches first")
    }

    @Test func `the main file not being there is told apart`() {
        let outcome = ConfigFile.load(path: "nowhere.conf", source: .nothing)
        #expect(!outcome.isReadable)
        #expect(outcome.diagnostics.map(\.code) == [.unreadableFile])
    }

    @Test func `bytes that are no text are placed at their line`() {
        var source = ConfigSource.nothing
        source.readFile = { _ in .success(Array("workers 1\nlog ".utf8) + [0xFF, 0x0A]) }
        let diagnostic = ConfigFile.load(path: "x", source: source).diagnostics.first
        #expect(diagnostic?.code == .notText)
        #expect(diagnostic?.line == 2)
    }

    @Test func `a file without measure is refused`() {
        var source = ConfigSource.nothing
        source.readFile = { _ in .success([UInt8](repeating: 0x0A, count: IncludeExpander.mostBytes + 1)) }
        #expect(ConfigFile.load(path: "x", source: source).diagnostics.first?.code == .tooLarge)
    }

    @Test func `what is wrong with a certificate is shown at its line`() {
        let text = "listen :443 {\n    tls { cert a.pem b.pem }\n    respond 404\n}\n"
        var source = ConfigSource.files(["a.pem": "", "b.pem": ""])
        source.readFile = { _ in .success(Array(text.utf8)) }
        let outcome = ConfigFile.load(path: "x", source: source) { certificate in
            [CertificateProblem(.error, .key, "\(certificate.keyPath) does not fit \(certificate.certPath)")]
        }
        #expect(outcome.diagnostics.map(\.code) == [.badCertificate])
        #expect(outcome.diagnostics.first?.column == 22)
    }

    @Test func `findings are bounded`() {
        let text = String(repeating: "nonsense\n", count: 10_000)
        #expect(load(text).diagnostics.count <= 100)
    }
}
