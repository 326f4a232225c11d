// Who notices that a certificate was renewed?

import Logging
import Proxy
import Synchronization
import Telemetry
import Time
import Wire

/// Looks at the files of all contexts of TLS and has them read again when they changed.
///
/// Runs on the collector's loop, because it waits for the disk. What is in order is used by new connections; what is not
/// leaves everything as it was, and is said.
actor CertificateWatch: LoopActor {
    private static let reloads = MetricCatalogue.Metric(
        "headgate_tls_reloads_total",
        .counter,
        "Changed certificate, key, OCSP, ticket key and authority files by whether they were taken."
    )

    private struct Watched {
        /// `listen 0.0.0.0:443`, `cluster …` or `zipkin …`.
        let name: String
        var files: FileWatch
        let reload: @Sendable () throws(TLSSetupError) -> TLSReload
        let warnings: @Sendable () -> [CertificateProblem]
        /// What was said already and still holds.
        var said: [CertificateProblem] = []
    }

    private struct Figures {
        var taken = 0
        var failed = 0
    }

    nonisolated let loop: LoopExecutor
    private nonisolated let figures = Mutex(Figures())
    private let interval: Duration
    private let log: Logging.Logger
    private var all: [Watched]

    /// `interval` is the time between two looks; a change is taken after two that agree. `collectors` are those of spans.
    init(
        _ plan: Plan,
        collectors: [(name: String, context: TLSClientContext)],
        on loop: LoopExecutor,
        interval: Duration = .seconds(1),
        log: Logging.Logger
    ) {
        self.loop = loop
        self.interval = interval
        self.log = log
        let clusters = plan.clusterContexts.map { ("cluster \($0.name)", $0.context) }
        all =
            plan.listenerContexts.map { name, context in
                Watched(
                    name: "listen \(name)",
                    files: FileWatch(paths: context.paths),
                    reload: { () throws(TLSSetupError) in try context.reload() },
                    warnings: { context.warnings }
                )
            }
            + (clusters + collectors).filter { !$0.1.paths.isEmpty }.map { name, context in
                Watched(
                    name: name,
                    files: FileWatch(paths: context.paths),
                    reload: { () throws(TLSSetupError) in try context.reload() },
                    warnings: { [] }
                )
            }
    }

    /// Looks until the task is cancelled.
    func run() async {
        if all.isEmpty { return }
        while !Task.isCancelled {
            look()
            try? await loop.sleep(for: interval)
        }
    }

    /// The reloads so far, for the metrics' page.
    nonisolated var families: [MetricSnapshot.Family] {
        let figures = figures.withLock { $0 }
        let samples = [("ok", figures.taken), ("failed", figures.failed)].map { result, count in
            MetricSnapshot.Sample([MetricSnapshot.Label("result", result)], .number(Double(count)))
        }
        return [MetricSnapshot.Family(Self.reloads, samples)]
    }

    private func look() {
        for index in all.indices {
            if all[index].files.look() { reload(all[index]) }
            warn(&all[index])
        }
    }

    private func reload(_ watched: Watched) {
        do throws(TLSSetupError) {
            let news = try watched.reload().news
            for one in news { log.notice("\(one)", metadata: ["where": "\(watched.name)"]) }
            if !news.isEmpty { figures.withLock { $0.taken += 1 } }
        } catch {
            let facts: Logging.Logger.Metadata = ["where": "\(watched.name)", "reason": "\(error)"]
            log.error("Changed files of TLS are not in order; the old ones stay in use", metadata: facts)
            figures.withLock { $0.failed += 1 }
        }
    }

    private func warn(_ watched: inout Watched) {
        let warnings = watched.warnings()
        for one in warnings where !watched.said.contains(one) {
            log.warning("\(one)", metadata: ["where": "\(watched.name)"])
        }
        watched.said = warnings
    }
}
