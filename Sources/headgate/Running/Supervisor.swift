// What does the process do from its first line to its last?

import ArgumentParser
import Config
import Logging
import Proxy
import Wire

/// Runs one gateway on the main thread: load, check, compile, start, say `ready`, wait for signals, drain.
struct Supervisor {
    let config: GatewayConfig
    private let log: Logging.Logger
    private let signals: ProcessSignals

    /// Reads the configuration and shows what is wrong with it. Throws an exit code: 1 with errors, 2 when unreadable.
    init(configPath path: String) throws {
        let outcome = ConfigurationFile.read(path)
        FindingsReport(outcome, path: path).print(withVerdict: outcome.hasErrors)
        guard outcome.isReadable else { throw ExitCode(2) }
        guard let config = outcome.config else { throw ExitCode(1) }
        self.config = config
        let level = Logging.Logger.Level(config.logLevel)
        log = Logging.Logger(label: "headgate") { _ in PlainLogHandler(level: level) }
        do throws(SystemError) {
            signals = try ProcessSignals()
        } catch {
            throw CommandFault("signals cannot be watched: \(error)").told()
        }
    }

    /// Runs until a signal ends it and returns the exit code. `companion` starts what shares the process with the
    /// gateway, and answers what else the operator should read.
    func run(with companion: (Gateway) throws(CommandFault) -> String = { _ in "" }) throws -> ExitCode {
        FileLimit.raise(log)
        let started: Gateway?
        do throws(GatewayFault) { started = try start() } catch { throw CommandFault("\(error)").told() }
        guard let gateway = started else { return .success }
        let guide: String
        do throws(CommandFault) { guide = try companion(gateway) } catch { throw error.told() }
        Console.note(ReadyLine(gateway).text + guide)
        return watch(gateway)
    }

    /// Nil when a signal came before there was anything to stop.
    private func start() throws(GatewayFault) -> Gateway? {
        let workers = config.workers ?? LoopThread.processors.count
        var resolver = PatientResolver(signals: signals, log: log)
        let plan: Plan
        do throws(PlanError) {
            plan = try Plan.compile(config) { (name: String, port: UInt16) throws(SystemError) in
                resolver.addresses(of: name, port: port)
            }
        } catch {
            throw .plan(error)
        }
        if resolver.isInterrupted { return nil }
        for missing in resolver.missing {
            let facts: Logging.Logger.Metadata = ["host": "\(missing.host)", "reason": "\(missing.reason)"]
            log.warning("A host name does not resolve; its routes answer 503 until the next start", metadata: facts)
        }
        for warning in plan.warnings {
            log.warning("The configuration cannot be followed", metadata: ["what": "\(warning)"])
        }
        return try Gateway(plan, workers: workers, log: log)
    }

    private func watch(_ gateway: Gateway) -> ExitCode {
        while true {
            switch signals.next() {
            case .reload: log.notice("A changed file is read at the next start; reloading arrives in a later release")
            case .terminate: return stop(gateway)
            case .drained, nil: break
            }
        }
    }

    /// The first signal: the drain runs on a thread of its own, so that a second signal is heard.
    private func stop(_ gateway: Gateway) -> ExitCode {
        log.notice("Draining", metadata: ["grace_seconds": "\(config.limits.grace.components.seconds)"])
        do throws(SystemError) {
            _ = try LoopThread.start(name: "drain") { [signals] in
                gateway.drain()
                signals.post(.drained)
            }
        } catch {
            log.error("The drain cannot begin", metadata: ["reason": "\(error)"])
            return .failure
        }
        while true {
            switch signals.next() {
            case .drained:
                log.notice("Stopped")
                return .success
            case .terminate:
                log.warning("Stopped at once, by a second signal")
                return .failure
            case .reload, nil: break
            }
        }
    }
}

extension Logging.Logger.Level {
    init(_ level: Config.LogLevel) {
        switch level {
        case .error: self = .error
        case .warning: self = .warning
        case .notice: self = .notice
        case .info: self = .info
        case .debug: self = .debug
        case .trace: self = .trace
        }
    }
}
