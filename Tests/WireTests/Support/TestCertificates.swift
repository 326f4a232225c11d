// Which certificates do the tests use?

import Glibc
import Wire

/// Certificates made by the `openssl` command into a temporary directory, once for each run of the tests.
struct TestCertificates: Sendable {
    static let shared = TestCertificates()

    let directory: String

    private init() {
        var template = Array("/tmp/headgate-wire-tests-XXXXXX".utf8CString)
        guard let made = unsafe mkdtemp(&template) else { fatalError("No temporary directory could be made.") }
        directory = unsafe String(cString: made)
        atexit { TestCertificates.shared.remove() }
        make("default", names: "DNS:default.test,IP:127.0.0.1")
        make("exact", names: "DNS:exact.test,DNS:www.exact.test")
        make("wildcard", names: "DNS:*.wild.test")
        makeRSA("default-rsa", names: "DNS:default.test,IP:127.0.0.1")
        makeAuthorities()
        run(["ec", "-in", path("default.key"), "-aes128", "-passout", "pass:secret", "-out", path("encrypted.key")])
    }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func entry(_ name: String, for names: String...) -> TLSCertificate {
        TLSCertificate(names: names, certificatePath: path("\(name).pem"), keyPath: path("\(name).key"))
    }

    /// Default, exact and wildcard, in this order.
    var three: [TLSCertificate] {
        [entry("default", for: "*"), entry("exact", for: "exact.test"), entry("wildcard", for: "*.wild.test")]
    }

    func write(_ text: String, to name: String) -> String {
        let file = unsafe fopen(path(name), "w")!
        unsafe fputs(text, file)
        unsafe fclose(file)
        return path(name)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file = unsafe fopen(path(name), "w")!
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
        return path(name)
    }

    private func remove() { launch("rm", ["-rf", directory]) }

    private func make(_ name: String, names: String, options: [String] = []) {
        run(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                "-subj",
                "/CN=\(name)", "-addext", "subjectAltName=\(names)", "-keyout", path("\(name).key"), "-out",
                path("\(name).pem"),
            ] + options
        )
    }

    private func makeRSA(_ name: String, names: String) {
        run([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=\(name)", "-addext",
            "subjectAltName=\(names)", "-keyout", path("\(name).key"), "-out", path("\(name).pem"),
        ])
    }

    // MARK: authorities and what they sign

    private func makeAuthorities() {
        make("authority", names: "DNS:authority.test", options: Self.signing)
        make("stranger", names: "DNS:stranger.test", options: Self.signing)
        sign("shop", "/O=Example/CN=shop", "URI:spiffe://test/shop,DNS:shop.test,DNS:www.shop.test")
        sign("dns", "/O=Example, \\\"quoted\\\"\\;/CN=ignored", "DNS:only.test")
        sign("common", "/O=Example/CN=Common Näme", nil)
        sign("server-only", "/CN=server", "DNS:server.test", extra: "extendedKeyUsage=serverAuth")
        sign("expired", "/CN=late", "DNS:late.test", days: -1)
        sign("unknown", "/CN=unknown", "DNS:shop.test", by: "stranger")
        sign("hostile", "/CN=hostile", "DER:" + Self.hostileNames)
        sign("stapled", "/CN=stapled", "DNS:default.test", serial: 0x1234)
        staple("good", "V\t401231235959Z\t\t1234\tunknown\t/CN=stapled")
        staple("revoked", "R\t401231235959Z\t250101000000Z\t1234\tunknown\t/CN=stapled")
    }

    /// URIs with a line end and with a quotation, a DNS name with NUL, and one URI in order (RFC 5280, 4.2.1.6).
    private static var hostileNames: String {
        let names: [(tag: UInt8, text: String)] = [
            (0x86, "u:a\r\nX: y"), (0x86, "u:\";URI=u:b"), (0x82, "a\0.test"), (0x86, "u:good"),
        ]
        let inner = names.flatMap { [$0.tag, UInt8($0.text.utf8.count)] + Array($0.text.utf8) }
        return ([0x30, UInt8(inner.count)] + inner).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
            .joined(separator: ":")
    }

    private static let signing = ["-addext", "keyUsage=critical,keyCertSign,digitalSignature"]

    /// A certificate with its key, signed by one of the authorities.
    private func sign(
        _ name: String,
        _ subject: String,
        _ names: String?,
        by authority: String = "authority",
        days: Int = 30,
        serial: Int? = nil,
        extra: String? = nil
    ) {
        let extensions = ["basicConstraints=CA:FALSE", names.map { "subjectAltName=\($0)" }, extra].compactMap { $0 }
        let file = write(extensions.joined(separator: "\n") + "\n", to: "\(name).extensions")
        run([
            "req", "-new", "-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject,
            "-keyout", path("\(name).key"), "-out", path("\(name).csr"),
        ])
        let (signer, key) = (path("\(authority).pem"), path("\(authority).key"))
        run(
            ["x509", "-req", "-in", path("\(name).csr"), "-CA", signer, "-CAkey", key, "-days", "\(days)"]
                + ["-extfile", file, "-out", path("\(name).pem")]
                + (serial.map { ["-set_serial", "\($0)"] } ?? ["-CAcreateserial"])
        )
    }

    /// An OCSP response about `stapled`, by what the authority's index says.
    private func staple(_ name: String, _ line: String) {
        let index = write(line + "\n", to: "\(name).index")
        let (signer, key) = (path("authority.pem"), path("authority.key"))
        run(
            ["ocsp", "-index", index, "-CA", signer, "-rsigner", signer, "-rkey", key, "-issuer", signer]
                + ["-cert", path("stapled.pem"), "-respout", path("\(name).ocsp"), "-ndays", "5"]
        )
    }

    func pair(_ name: String) -> TLSKeyPair {
        TLSKeyPair(certificatePath: path("\(name).pem"), keyPath: path("\(name).key"))
    }

    private func run(_ arguments: [String]) { launch("openssl", arguments) }

    private func launch(_ command: String, _ arguments: [String]) {
        var pointers = unsafe ([command] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var quiet = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&quiet)
        unsafe posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0)
        var child: pid_t = 0
        var status: Int32 = 0
        let started = unsafe posix_spawnp(&child, command, &quiet, nil, &pointers, environ)
        unsafe posix_spawn_file_actions_destroy(&quiet)
        guard started == 0, unsafe waitpid(child, &status, 0) == child, status == 0 else {
            fatalError("\(command) \(arguments) failed.")
        }
    }
}
