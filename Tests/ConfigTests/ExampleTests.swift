// Are the files of the documents understood?

import FoundationEssentials
import Telemetry
import Testing

@testable import Config

@Suite struct ExampleTests {
    private let certificates = [
        "/etc/headgate/shop.pem", "/etc/headgate/shop.key", "/etc/headgate/api.pem", "/etc/headgate/api.key",
        "cert.pem", "key.pem",
    ]

    private var files: [String: String] { Dictionary(uniqueKeysWithValues: certificates.map { ($0, "") }) }

    @Test func `the full example has no fault but words of later releases`() {
        let outcome = load(Example.specification, files: files)
        let lines = outcome.diagnostics.filter { $0.severity == .error }.map { "\($0.code.rawValue) \($0.message)" }
        #expect(
            lines == [
                "not-supported-yet \"at-most\" is not supported yet",
                "not-supported-yet \"token-file\" is not supported yet",
                "not-supported-yet \"/#/dns/prod\" is not supported yet",
                "not-supported-yet \"at-least\" is not supported yet",
            ]
        )
    }

    @Test func `the smallest example has a listener, a collector and a rate`() throws {
        let config = try config(Example.smallest)
        #expect(config.listeners.map(\.address.description) == [":8080"])
        #expect(config.tracing.exporters.map(\.url.description) == ["http://127.0.0.1:9411/api/v2/spans"])
        #expect(config.routes.map(\.sample) == [try SampleRate(text: "10%")])
        #expect(config.routes.map(\.name) == ["*/*"])
    }

    @Test func `the benchmark's file is understood`() throws {
        let config = try config(Example.benchmark, files: files)
        #expect(config.workers == 1)
        #expect(config.listeners.map(\.limits.keepAlive) == [.seconds(3600), .seconds(3600)])
        #expect(config.routes.map(\.name) == ["h0.example/p0/*", "*/*"])
        #expect(config.listeners[1].tls?.groups == ["X25519", "P-256"])
    }

    @Test func `the repository's own gateway.conf has no finding`() throws {
        // Tests/ConfigTests/ExampleTests.swift -> the repository.
        var root = URL(filePath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let text = try String(contentsOf: root.appending(path: "gateway.conf"), encoding: .utf8)
        let outcome = load(text, files: ["dev/cert.pem": "", "dev/key.pem": ""])
        #expect(DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics) == "")
        #expect(outcome.config?.routes.count == 6)
        #expect(ConfigFormatter.format(SourceFile(name: "x", text: text)).text == text)
    }
}
