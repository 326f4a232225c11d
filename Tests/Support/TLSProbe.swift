// What does a TLS handshake with the gateway agree on?

import Foundation

/// One handshake made by `openssl s_client`, and what it reported.
public struct TLSProbe: Sendable, CustomStringConvertible {
    /// Everything that s_client printed.
    public let report: String
    public let exit: ExitReason

    /// Shakes hands with a loopback port, sends `request` when given, and ends when the server does.
    public init(
        port: UInt16,
        serverName: String? = "localhost",
        options: [String] = [],
        request: String? = nil
    ) throws {
        let name = serverName.map { ["-servername", $0] } ?? ["-noservername"]
        let run = try Command(
            "openssl",
            ["s_client", "-connect", "127.0.0.1:\(port)"] + name + (request == nil ? [] : ["-ign_eof"]) + options,
            input: request ?? ""
        )
        report = run.output + "\n" + run.errors
        exit = run.exit
    }

    /// `TLSv1.3`, `TLSv1.2`; nil when there was no agreement.
    public var version: String? {
        let line = report.split(separator: "\n").first { $0.hasPrefix("New, TLS") || $0.hasPrefix("Reused, TLS") }
        return line?.split(separator: " ").dropFirst().first.map { String($0.dropLast()) }
    }

    public var cipher: String? { value(after: "Cipher is ") }

    /// The protocol chosen by ALPN; nil when none was.
    public var protocolName: String? { value(after: "ALPN protocol: ") }

    /// The common name of the certificate shown.
    public var commonName: String? { value(after: "subject=CN = ") }

    /// Whether an earlier session was taken up again.
    public var isResumed: Bool { report.contains("Reused, ") }

    public var isAgreed: Bool { version != nil && cipher != "(NONE)" }

    public var description: String { report }

    private func value(after label: String) -> String? {
        guard let found = report.range(of: label) else { return nil }
        return String(report[found.upperBound...].prefix { $0 != "\n" })
    }
}
