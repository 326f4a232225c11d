// Who is a TLS upstream that nobody here wrote?

/// `openssl s_server`, which answers every request with a page about the connection, over HTTP/1.0.
public final class TLSServer: Sendable {
    public let port: UInt16
    private let process: ChildProcess

    /// Starts serving with `certificate`; with `demandingName` a handshake that asks for another name is refused.
    /// `options` are s_server's own.
    public init(_ certificate: Certificate, demandingName: String? = nil, options: [String] = []) throws {
        let port = FreePorts.next()
        let name = demandingName.map {
            [
                "-servername", $0, "-servername_fatal", "-cert2", certificate.certificatePath, "-key2",
                certificate.keyPath,
            ]
        }
        process = try ChildProcess(
            "openssl",
            ["s_server", "-accept", "127.0.0.1:\(port)", "-www", "-quiet"]
                + ["-cert", certificate.certificatePath, "-key", certificate.keyPath] + (name ?? []) + options
        )
        self.port = port
        try eventually("openssl s_server to listen") { (try? TestSocket(port: port)) != nil }
    }

    deinit { process.kill() }
}
