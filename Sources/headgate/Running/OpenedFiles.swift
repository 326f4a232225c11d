// Which files does the gateway write?

import Archive
import Collector
import Config
import Wire

/// The archive and the access log, opened before anything runs, so that a wrong path is an error of the start.
struct OpenedFiles: ~Copyable {
    /// Nil when no traces are kept.
    let archive: Archive?
    let traces: TraceStore?
    let accessLog: OutputFile

    init(_ config: GatewayConfig) throws(GatewayFault) {
        let accessLog = try Self.open(config.accessLog)
        let archive = try Self.open(config.tracing.archive)
        self.archive = archive
        traces = archive.map { TraceStore($0, limits: ArchiveLimits(config.tracing.archive)) }
        self.accessLog = accessLog
    }

    private static func open(_ config: ArchiveConfig) throws(GatewayFault) -> Archive? {
        do throws(ArchiveError) {
            switch config.storage {
            case .off: return nil
            case .memory: return try Archive()
            case .file(let path): return try Archive(path: path)
            }
        } catch {
            throw .archive(error)
        }
    }

    private static func open(_ config: AccessLogConfig) throws(GatewayFault) -> OutputFile {
        guard config.format != .off, case .file(let path) = config.target else { return .stdout }
        do throws(SystemError) {
            return try OutputFile(appendingTo: path)
        } catch {
            throw .accessLog(path: path, error)
        }
    }
}
