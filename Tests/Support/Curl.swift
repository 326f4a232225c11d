// What does a client that nobody here wrote make of the gateway?

/// One run of `curl`, which speaks TLS and HTTP with its own code.
public struct Curl: Sendable, CustomStringConvertible {
    /// curl's exit code: 0 for a complete answer, 18 for a partial body, 52 empty, 56 receive error, 60 certificate.
    public let exit: Int32
    /// The status of the last answer, 0 when there was none.
    public let status: Int
    /// The head of every answer, then the body, as `curl -i` prints them.
    public let output: String
    /// What `-v` says: the handshake, reused connections, why it failed.
    public let story: String

    /// Asks for `url`. `names` are host names that lead to 127.0.0.1; `trusting` is the certificate to believe.
    public init(_ url: String, trusting: Certificate? = nil, names: [String] = [], _ options: [String] = []) throws {
        let port = url.split(separator: "://").last?.split(separator: "/").first?.split(separator: ":").last ?? ""
        let connect = names.flatMap { ["--connect-to", "\($0):\(port):127.0.0.1:\(port)"] }
        let trust = trusting.map { ["--cacert", $0.certificatePath] } ?? []
        let mark = "\n--status--"
        let run = try Command(
            "curl",
            ["-q", "-s", "-v", "-i", "--noproxy", "*", "--max-time", "20", "-w", mark + "%{http_code}"]
                + connect + trust + options + [url]
        )
        guard case .code(let code) = run.exit else { throw TestFailure("curl was killed: \(run)") }
        exit = code
        let parts = run.output.split(separator: mark, omittingEmptySubsequences: false)
        status = parts.last.flatMap { Int($0) } ?? 0
        output = parts.first.map(String.init) ?? ""
        story = run.errors
    }

    public var description: String { "curl exit \(exit), status \(status)\n\(output)\n\(story)" }
}
