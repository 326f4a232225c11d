// What runs, and in which order does it start and stop?

import Admin
import Archive
import Collector
import Config
import Logging
import Proxy
import Telemetry
import Time
import Wire

/// One running gateway: the workers, and the cold houses around them.
///
/// Order of start: archive and access log are opened, sockets bound, then workers, collector and admin. Order of stop:
/// readiness, workers, access log, admin, collector, archive; so whatever a request leaves behind finds somebody who
/// takes it away.
final class Gateway: Sendable {
    /// How long the last spans may take to reach their destinations.
    static let flushTime: Duration = .seconds(5)
    /// How long requests to the admin may take when it closes.
    private static let adminGrace: Duration = .seconds(1)

    let plan: Plan
    let workerCount: Int
    private let workers: WorkerGroup
    private let readiness = Readiness()
    private let controlLoop: LoopExecutor
    private let collectorLoop: LoopExecutor
    private let archive: Archive?
    private let collector: Collector
    private let accessLog: AccessLogWriter?
    private let admin: AdminServer?
    private let tasks: [Task<Void, Never>]
    private let log: Logging.Logger

    /// Starts everything. After an error the process is meant to end: what was started is not stopped.
    init(_ plan: Plan, workers count: Int, log: Logging.Logger) throws(GatewayFault) {
        let config = plan.config
        let opened = try OpenedFiles(config)
        let loops = try ColdLoops()
        let exporters = config.tracing.exporters
        let contexts = try SpanDestination.contexts(exporters)
        let workers = try Self.startWorkers(plan, count)
        let collector = Collector(
            rings: workers.posts.map(\.spans),
            destinations: try SpanDestination.all(exporters, contexts, on: loops.collector),
            archive: opened.traces,
            settings: CollectorSettings(config.tracing),
            clock: CollectorClock(loop: loops.collector),
            executor: loops.collector
        )
        let posts = workers.posts
        let accessLog =
            config.accessLog.format == .off
            ? nil : AccessLogWriter(on: loops.collector, rings: posts.map(\.log), output: opened.accessLog, log: log)
        self.plan = plan
        workerCount = count
        self.workers = workers
        controlLoop = loops.control
        collectorLoop = loops.collector
        archive = opened.archive
        self.collector = collector
        self.accessLog = accessLog
        self.log = log
        let collectors = zip(exporters, contexts).compactMap { exporter, context in
            context.map { ("zipkin \(exporter.url)", $0) }
        }
        let certificates = CertificateWatch(plan, collectors: collectors, on: loops.collector, log: log)
        tasks = [
            Task(executorPreference: loops.collector) { await certificates.run() },
            Task(executorPreference: loops.collector) { await collector.run() },
            Task(executorPreference: loops.collector) { await accessLog?.run() },
        ]
        let sources = AdminSources(
            plan,
            posts: posts,
            collector: collector,
            certificates: certificates,
            traces: opened.traces,
            readiness: readiness,
            loop: loops.collector
        )
        admin = try Self.startAdmin(config.admin, on: loops.control, sources)
        readiness.become(.ready)
    }

    /// Where requests are taken, in the order of the listeners.
    var addresses: [SocketAddress] { workers.addresses }

    /// Where the admin listens, if it does.
    var adminAddress: SocketAddress? { admin?.address }

    /// A loop for what else the process does cold.
    var loop: LoopExecutor { controlLoop }

    // MARK: Starting

    private static func startWorkers(_ plan: Plan, _ count: Int) throws(GatewayFault) -> WorkerGroup {
        do throws(StartError) {
            return try WorkerGroup(plan: plan, workers: count)
        } catch {
            throw .start(error)
        }
    }

    private static func startAdmin(
        _ config: AdminConfig,
        on loop: LoopExecutor,
        _ sources: AdminSources
    ) throws(GatewayFault) -> AdminServer? {
        guard let address = config.address else { return nil }
        do throws(SystemError) {
            let server = try AdminServer(on: loop, address: SocketAddress(listening: address), sources: sources)
            let refusal = try Blocking.wait(on: loop) { () async -> SystemError? in
                do throws(SystemError) {
                    try await server.start()
                    return nil
                } catch {
                    return error
                }
            }
            if let refusal { throw refusal }
            return server
        } catch {
            throw .admin(address: address.description, error)
        }
    }

    // MARK: Stopping

    /// Takes nothing new, lets what runs finish for `limits { grace }`, and delivers what is left to deliver.
    ///
    /// Blocks the calling thread, which is none of the gateway's own, until all of that is done.
    func drain() {
        readiness.become(.draining)
        workers.drain(until: MonotonicClock.now() + plan.config.limits.grace)
        for task in tasks { task.cancel() }
        finish(on: collectorLoop) { [accessLog] in _ = await accessLog?.flush() }
        finish(on: controlLoop) { [admin] in await admin?.stop(within: Self.adminGrace) }
        let figures = collector.figures
        finish(on: collectorLoop) { [collector] in await collector.stop(by: MonotonicClock.now() + Self.flushTime) }
        archive?.close()
        tellLosses(since: figures)
    }

    private func finish(on loop: LoopExecutor, _ body: @escaping @Sendable () async -> Void) {
        do throws(SystemError) {
            try Blocking.wait(on: loop, body)
        } catch {
            log.error("A step of the stop was left out", metadata: ["reason": "\(error)"])
        }
    }

    /// Spans that the stop itself gave up are said, as nobody reads their metrics any more; `before` is of its beginning.
    private func tellLosses(since before: CollectorFigures) {
        for lost in collector.figures.lost(since: before) {
            let facts: Logging.Logger.Metadata = ["destination": "\(lost.destination)", "spans": "\(lost.spans)"]
            log.warning("Spans were not delivered", metadata: facts)
        }
    }
}
