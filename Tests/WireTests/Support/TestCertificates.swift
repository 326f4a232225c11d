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

    private func remove() { launch("rm", ["-rf", directory]) }

    private func make(_ name: String, names: String) {
        run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=\(names)", "-keyout", path("\(name).key"), "-out",
            path("\(name).pem"),
        ])
    }

    private func run(_ arguments: [String]) { launch("openssl", arguments) }

    private func launch(_ command: String, _ arguments: [String]) {
        var pointers = unsafe ([command] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        var quiet = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&quiet)
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
