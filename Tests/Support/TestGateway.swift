// How does a test come to a running gateway?

import Foundation
import Glibc
import Testing

/// A gateway under test: its own process, its own gateway.conf, its own ports.
///
/// In the configuration `@word` stands for a loopback address with a free port, the same one for the same word:
/// `listen @http { … }` listens where `gateway.port("http")` says.
public final class TestGateway {
    private let folder: TemporaryDirectory
    private let process: ChildProcess
    private let ports: [String: UInt16]
    private let isOver = Shelf(false)
    /// Who must live as long as the gateway does, such as the origin behind it.
    private let company: [AnyObject]
    /// The configuration as it was started with.
    public let configuration: String

    /// Starts `headgate run` on `configuration` and returns when it is ready; `company` lives as long as it does.
    public init(_ configuration: String, environment: [String: String] = [:], with company: [AnyObject] = []) throws {
        self.company = company
        let filled = Self.fill(Self.complete(configuration))
        folder = try TemporaryDirectory()
        ports = filled.ports
        self.configuration = filled.text
        let file = try folder.write(filled.text, to: "gateway.conf")
        process = try ChildProcess(
            HeadgateBinary.path,
            ["run", "-c", file],
            environment: environment.merging(HeadgateBinary.quiet) { mine, _ in mine },
            output: .file(folder.file("out")),
            errors: .file(folder.file("err"))
        )
        try eventually("the gateway to be ready; it said:\n\(said)") {
            if let exit = process.exit { throw TestFailure("the gateway ended (\(exit)) and said:\n\(said)") }
            return isReady
        }
    }

    /// A gateway that was not stopped by its test must still run: a crash is a failure, wherever it happened.
    deinit {
        process.kill()
        // A process that is just dying of a fault has closed its sockets but cannot be waited for yet, so the reason is
        // asked for after the kill.
        if !isOver.now, let exit = process.exit, exit != .signal(SIGKILL) {
            Issue.record("the gateway died (\(exit)) and said:\n\(said)")
        }
    }

    // MARK: Where it is

    /// The port that `@word` became.
    public func port(_ word: String = "http") -> UInt16 {
        ports[word] ?? 0
    }

    public var pid: pid_t { process.pid }

    /// What it has written so far, on both streams.
    public var said: String { output + errors }

    /// What it has written to its standard output, which is where an access log goes.
    public var output: String { Command.text(of: folder.file("out")) }

    public var errors: String { Command.text(of: folder.file("err")) }

    /// Resident memory in KiB.
    public var residentKiB: Int {
        let words = Command.text(of: "/proc/\(process.pid)/statm").split(separator: " ")
        return words.count > 1 ? (Int(words[1]) ?? 0) * 4 : 0
    }

    // MARK: Asking it

    /// A new plain connection to the listener at `@word`.
    public func connect(_ word: String = "http", receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(port: port(word), receiveBuffer: receiveBuffer)
    }

    /// A new TLS connection to the listener at `@word`.
    public func connectTLS(_ word: String = "tls", serverName: String = "localhost") throws -> TestClient {
        try TestClient(tlsPort: port(word), serverName: serverName)
    }

    /// One GET on a connection of its own.
    public func get(
        _ target: String = "/",
        host: String = "localhost",
        fields: [String] = [],
        at word: String = "http"
    ) throws -> Answer {
        try connect(word).get(target, host: host, fields: fields + ["Connection: close"])
    }

    /// One GET at the admin listener.
    public func admin(_ target: String) throws -> Answer {
        try get(target, at: "admin")
    }

    public func metrics() throws -> Metrics {
        let answer = try admin("/metrics")
        guard answer.status == 200 else { throw TestFailure("/metrics: \(answer)") }
        return try Metrics(answer.text)
    }

    /// Waits until the metrics say so; the last reading is in the failure.
    @discardableResult
    public func metrics(_ what: String, until holds: (Metrics) -> Bool) throws -> Metrics {
        var last = try metrics()
        do {
            try eventually(what) {
                last = try metrics()
                return holds(last)
            }
        } catch {
            throw TestFailure("\(error)\n\(last)")
        }
        return last
    }

    // MARK: Ending it

    /// Sends a signal, SIGTERM unless told otherwise, and does not wait.
    public func signal(_ number: Int32 = SIGTERM) {
        isOver.change { $0 = true }
        process.signal(number)
    }

    /// Waits for the process to end by itself.
    public func waitForExit(within patience: Patience = .usual) throws -> ExitReason {
        isOver.change { $0 = true }
        return try process.wait(within: patience)
    }

    public var isRunning: Bool { process.exit == nil }

    // MARK: Starting it

    private var isReady: Bool {
        (try? admin("/ready").status) == 200
    }

    /// Every test needs an admin listener to see readiness by, and one worker so that pools are predictable.
    private static func complete(_ configuration: String) -> String {
        var text = configuration
        if !configuration.contains("admin ") { text = "admin @admin\n" + text }
        if !configuration.contains("workers ") { text = "workers 1\n" + text }
        return text
    }

    /// Puts an address in the place of each `@word`.
    static func fill(_ text: String) -> (text: String, ports: [String: UInt16]) {
        var ports: [String: UInt16] = [:]
        var out = ""
        var rest = Substring(text)
        while let at = rest.firstIndex(of: "@") {
            out += rest[..<at]
            let word = rest[rest.index(after: at)...].prefix { $0.isLetter || $0.isNumber }
            let port = ports[String(word)] ?? FreePorts.next()
            ports[String(word)] = port
            out += "127.0.0.1:\(port)"
            rest = rest[word.endIndex...]
        }
        return (out + rest, ports)
    }
}
