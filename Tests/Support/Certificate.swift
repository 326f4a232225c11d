// Which certificate does a test's server show?

import Foundation
import Synchronization

/// A self-signed P-256 certificate with its key, which also serves as the authority that a client trusts.
///
/// Made by `openssl` once and kept between runs: making one costs more than a whole test.
public struct Certificate: Sendable {
    public let certificatePath: String
    public let keyPath: String

    /// For localhost and 127.0.0.1.
    public static var localhost: Certificate {
        get throws { try Certificate(for: ["localhost", "127.0.0.1"]) }
    }

    private static let folder = NSTemporaryDirectory() + "/headgate-test-certificates-\(getuid())"
    private static let making = Mutex(())

    /// A certificate for these names: DNS names, wildcards, or addresses. The first is its common name.
    public init(for names: [String], days: Int = 60) throws {
        let file = names.joined(separator: "_").replacingOccurrences(of: "*", with: "any") + "-\(days)"
        certificatePath = Self.folder + "/\(file).pem"
        keyPath = Self.folder + "/\(file).key"
        let (certificate, key) = (certificatePath, keyPath)
        try Self.making.withLock { _ in
            guard !Self.isFresh(certificate) else { return }
            try FileManager.default.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
            try Self.make(names, days: days, certificate: certificate, key: key)
        }
    }

    /// The two paths as they stand behind `cert NAME` in a gateway.conf.
    public var paths: String { "\(certificatePath) \(keyPath)" }

    /// Both files are written aside and moved into place, so that a test process beside us sees whole files only.
    private static func make(_ names: [String], days: Int, certificate: String, key: String) throws {
        let alternatives = names.map { $0.allSatisfy { $0.isNumber || $0 == "." } ? "IP:\($0)" : "DNS:\($0)" }
        let mine = ".\(getpid())"
        let run = try Command(
            "openssl",
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
                + ["-days", String(days), "-keyout", key + mine, "-out", certificate + mine]
                + ["-subj", "/CN=\(names[0])", "-addext", "subjectAltName=\(alternatives.joined(separator: ","))"]
        )
        guard run.exit == .code(0) else { throw TestFailure("openssl req: \(run)") }
        for path in [key, certificate] {
            guard unsafe rename(path + mine, path) == 0 else { throw TestFailure("cannot rename \(path + mine)") }
        }
    }

    /// Made within the last week; older ones are made again before they expire.
    private static func isFresh(_ path: String) -> Bool {
        let made = try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        return made.map { -$0.timeIntervalSinceNow < 7 * 86_400 } ?? false
    }
}
