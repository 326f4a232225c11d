// Which addresses does an upstream's host name have when the gateway starts?

import Bytes
import Logging
import Time
import Wire

/// Resolves the names of a configuration at the start, and gives those that are not known yet some time.
///
/// Containers start in any order, and a name often appears a moment after the gateway. All names together get ten
/// seconds; then the gateway starts without those that are missing, and their routes answer 503.
struct PatientResolver: ~Copyable {
    /// How long all names together may take.
    static let patience: Duration = .seconds(10)
    private static let pauseMilliseconds: Int32 = 250

    private let signals: ProcessSignals
    private let log: Logging.Logger
    private let deadline: Deadline
    /// Names that have no address, with the resolver's words.
    private(set) var missing: [HostResolver.Failure] = []
    /// Whether somebody asked the process to stop meanwhile.
    private(set) var isInterrupted = false

    init(signals: ProcessSignals, log: Logging.Logger) {
        self.signals = signals
        self.log = log
        deadline = Deadline(after: Self.patience, from: MonotonicClock.now())
    }

    /// The addresses of `name`, each with `port`; none when it does not resolve in time.
    mutating func addresses(of name: String, port: UInt16) -> [SocketAddress] {
        var hasSaid = false
        while !isInterrupted {
            do throws(HostResolver.Failure) {
                return try HostResolver.addresses(of: name).map { .ip($0, port: port) }
            } catch {
                if deadline.hasPassed(at: MonotonicClock.now()) {
                    missing.append(error)
                    return []
                }
                if !hasSaid {
                    log.notice("Waiting for a host name", metadata: ["host": "\(name)", "reason": "\(error.reason)"])
                }
                hasSaid = true
            }
            if signals.next(within: Self.pauseMilliseconds) == .terminate { isInterrupted = true }
        }
        return []
    }
}
