// Who signs certificates in a test?

import Foundation

/// A certificate authority of one test, run by `openssl` in a directory of its own.
public final class TestAuthority: Sendable {
    /// A certificate that it signed, with its key.
    public struct Signed: Sendable {
        public let certificatePath: String
        public let keyPath: String
        /// The files live as long as one of those who know them.
        fileprivate let folder: TemporaryDirectory
        /// The two paths as they stand behind `cert NAME` in a gateway.conf.
        public var paths: String { "\(certificatePath) \(keyPath)" }
        /// What makes curl show it.
        public var curl: [String] { ["--cert", certificatePath, "--key", keyPath] }
        /// What makes `openssl s_client` show it.
        public var client: [String] { ["-cert", certificatePath, "-key", keyPath] }
    }

    private let folder: TemporaryDirectory

    /// The authority's own certificate, in PEM.
    public var certificatePath: String { folder.file("authority.pem") }
    private var keyPath: String { folder.file("authority.key") }

    public init() throws {
        folder = try TemporaryDirectory()
        try run(
            ["req", "-x509", "-days", "30", "-subj", "/CN=authority", "-keyout", keyPath, "-out", certificatePath]
                + Self.newKey("ec") + ["-addext", "keyUsage=critical,keyCertSign,digitalSignature"]
        )
    }

    /// Signs a certificate. `alternatives` is in OpenSSL's words: `DNS:a.test,URI:spiffe://a/b`. With `days: -1` it has
    /// expired. `key` is `ec` or `rsa`.
    public func sign(
        _ name: String,
        _ alternatives: String,
        days: Int = 30,
        key: String = "ec",
        serial: Int = Int.random(in: 1...1 << 60)
    ) throws -> Signed {
        let own = "\(name)-\(UUID().uuidString)"
        let signed = Signed(
            certificatePath: folder.file("\(own).pem"),
            keyPath: folder.file("\(own).key"),
            folder: folder
        )
        let extensions = try folder.write("subjectAltName=\(alternatives)\n", to: "\(own).extensions")
        let request = folder.file("\(own).csr")
        try run(
            ["req", "-new", "-subj", "/O=Example/CN=\(name)", "-keyout", signed.keyPath, "-out", request]
                + Self.newKey(key)
        )
        try run(
            ["x509", "-req", "-in", request, "-CA", certificatePath, "-CAkey", keyPath, "-days", "\(days)"]
                + ["-set_serial", "\(serial)", "-extfile", extensions, "-out", signed.certificatePath]
        )
        return signed
    }

    /// An OCSP response in DER that says that the certificate with this serial number is good for five days.
    public func vouch(for signed: Signed, serial: Int) throws -> String {
        let number = String(format: "%04X", serial)
        let index = try folder.write("V\t401231235959Z\t\t\(number)\tunknown\t/CN=x\n", to: "\(number).index")
        let response = folder.file("\(number).ocsp")
        try run(
            ["ocsp", "-index", index, "-CA", certificatePath, "-rsigner", certificatePath, "-rkey", keyPath]
                + ["-issuer", certificatePath, "-cert", signed.certificatePath, "-respout", response, "-ndays", "5"]
        )
        return response
    }

    private static func newKey(_ kind: String) -> [String] {
        kind == "rsa"
            ? ["-newkey", "rsa:2048", "-nodes"]
            : ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    }

    private func run(_ arguments: [String]) throws {
        let run = try Command("openssl", arguments)
        guard run.exit == .code(0) else { throw TestFailure("openssl \(arguments[0]): \(run)") }
    }
}
