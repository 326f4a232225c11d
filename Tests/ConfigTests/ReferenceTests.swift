// Does the catalogue say what the reader does?

import FoundationEssentials
import Testing

@testable import Config

@Suite struct ReferenceTests {
    @Test func `no word stands twice in a block`() {
        for scope in DirectiveScope.allCases {
            let words = DirectiveCatalogue.entries(in: scope).map(\.word)
            #expect(Set(words).count == words.count, "\(scope)")
        }
    }

    @Test func `every entry has a summary that is a sentence and an example with its word`() {
        for entry in DirectiveCatalogue.entries where entry.status == .now {
            #expect(entry.summary.hasSuffix("."), "\(entry.word)")
            #expect(entry.example.contains(entry.word), "\(entry.word)")
            #expect(entry.usage.hasPrefix(entry.word), "\(entry.word)")
        }
    }

    /// A file in which the example stands where it belongs.
    private func file(for entry: DirectiveEntry) -> String {
        let example = entry.example
        let listener = "listen :8081 { respond 404 }"
        return switch entry.scope {
        case .file where entry.word == "listen": example
        case .file: "\(example)\n\(listener)"
        case .trace: "trace {\n\(example)\n}\n\(listener)"
        case .zipkin: "trace { zipkin https://z:1/ {\n\(example)\n} }\n\(listener)"
        case .archive: "trace { archive memory {\n\(example)\n} }\n\(listener)"
        case .overrides: "overrides { trust ::1\n\(example)\n}\n\(listener)"
        case .listen where entry.word == "redirect" || entry.word == "respond" || entry.word == "route":
            "dtab { /svc/checkout => /$/nil }\nlisten :81 {\n\(example)\n}"
        case .listen: "overrides { trust ::1 }\nlisten :81 {\n\(example)\nroute /x respond 404\n}"
        case .tls where entry.word == "cert": "listen :81 { tls {\n\(example)\n}\nrespond 404 }"
        case .tls where entry.word == "forward-client-cert":
            "listen :81 { tls {\n\(example)\nclient-ca ca.pem\ncert a.pem a.pem\n}\nrespond 404 }"
        case .cert: "listen :81 { tls { cert a.pem a.pem {\n\(example)\n} }\nrespond 404 }"
        case .tls: "listen :81 { tls {\n\(example)\ncert a.pem a.pem\n}\nrespond 404 }"
        case .host where entry.word == "redirect" || entry.word == "respond" || entry.word == "route":
            "dtab { /svc/checkout => /$/nil }\nlisten :81 { host a {\n\(example)\n} }"
        case .host: "listen :81 { host a {\n\(example)\nroute /x respond 404\n} }"
        case .route where entry.word == "to": "listen :81 { \(example) }"
        case .route where entry.word == "redirect" || entry.word == "respond":
            "listen :81 { route /x {\n\(example)\n} }"
        case .route: "listen :81 { route /x respond 404 {\n\(example)\n} }"
        case .limits: "limits {\n\(example)\n}\n\(listener)"
        case .misbehaviour: "limits { misbehaviour {\n\(example)\n} }\n\(listener)"
        case .service: "service * {\n\(example)\n}\n\(listener)"
        case .cluster: "cluster * {\n\(example)\n}\n\(listener)"
        case .clusterTLS: "cluster * { tls {\n\(example)\n} }\n\(listener)"
        }
    }

    private let files = [
        "a.pem": "", "shop.pem": "", "shop.key": "", "/etc/headgate/shop.pem": "", "/etc/headgate/shop.key": "",
        "/etc/headgate/internal-ca.pem": "", "/etc/ssl/internal.pem": "", "internal.pem": "", "routes/a.conf": "",
        "/etc/headgate/client.pem": "", "/etc/headgate/client.key": "", "/etc/headgate/shop.ocsp": "0",
        "ca.pem": authority, "/etc/headgate/clients.pem": authority,
        "/etc/headgate/ticket.key": ticketKey, "/etc/headgate/ticket.old": ticketKey,
    ]

    @Test func `every example can be written`() {
        for entry in DirectiveCatalogue.entries where entry.status == .now {
            let text = file(for: entry)
            let errors = load(text, files: files).diagnostics.filter { $0.severity == .error }
            #expect(errors.map(\.message) == [], "\(text)")
        }
    }

    @Test func `every default can be written, and then changes nothing`() throws {
        for entry in DirectiveCatalogue.entries where entry.status == .now {
            guard let standard = entry.standard, entry.scope != .tls else { continue }
            let written = DirectiveEntry(
                entry.word,
                in: entry.scope,
                entry.usage,
                entry.summary,
                example: "\(entry.word) \(standard)"
            )
            let without = DirectiveEntry("", in: entry.scope, "", "", example: "")
            let left = try config(file(for: written), files: files)
            let right = try config(file(for: without), files: files)
            #expect(summary(left) == summary(right), "\(entry.word) in \(entry.scope)")
        }
    }

    /// What the settings amount to, without places.
    private func summary(_ config: GatewayConfig) -> [String] {
        let exporters = config.tracing.exporters.map {
            "\($0.url) \($0.queueBytes) \($0.batchCount) \($0.batchBytes) \($0.batchAge) \($0.gzip) \($0.timeout) \($0.retryFor)"
        }
        let tracing = config.tracing
        return exporters + [
            "\(config.workers ?? -1) \(config.admin) \(config.limits) \(config.accessLog) \(config.logLevel)",
            "\(tracing.sample) \(tracing.propagate) \(tracing.serviceName) \(tracing.redact) \(tracing.archive)",
            "\(config.overrides)", "\(config.servicePolicy(for: "/svc/x"))",
            "\(config.clusterPolicy(for: "/svc/x").pool)",
            "\(config.clusterPolicy(for: "/svc/x").queue) \(config.clusterPolicy(for: "/svc/x").connectTimeout)",
            "\(config.listeners.map(\.protocols)) \(config.listeners.map(\.proxyProtocol))",
            "\(config.listeners.map(\.limits)) \(config.routes.map(\.websocket))",
            "\(config.clusterPolicy(for: "/svc/x"))",
        ]
    }

    @Test func `the reference page shows every word`() {
        let page = ConfigurationReference.markdown()
        for entry in DirectiveCatalogue.entries { #expect(page.contains("`\(entry.word)"), "\(entry.word)") }
    }

    /// `HEADGATE_WRITE_REFERENCE=1 swift test --filter ReferenceTests` writes the page anew.
    @Test func `the page in docs is the one that the catalogue makes`() throws {
        var root = URL(filePath: #filePath).resolvingSymlinksInPath()
        for _ in 0..<3 { root.deleteLastPathComponent() }
        let file = root.appending(path: "docs/CONFIGURATION.md")
        if ProcessInfo.processInfo.environment["HEADGATE_WRITE_REFERENCE"] != nil {
            try ConfigurationReference.markdown().write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == ConfigurationReference.markdown())
    }

    @Test(arguments: [
        ("reotue", "route"), ("lisen", "listen"), ("acess-log", "access-log"), ("traec", "trace"),
        ("worker", "workers"),
    ])
    func `a typing mistake finds its word`(typed: String, meant: String) {
        let words = DirectiveCatalogue.entries.map(\.word)
        #expect(Spelling.nearest(to: typed, among: words) == meant)
    }

    @Test(arguments: ["x", "frobnicate", "nginx", ""])
    func `a foreign word finds nothing`(typed: String) {
        #expect(Spelling.nearest(to: typed, among: DirectiveCatalogue.entries(in: .file).map(\.word)) == nil)
    }
}
