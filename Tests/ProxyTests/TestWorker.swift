// How does a test run a worker without a process?

import Config
import Telemetry
import TestSupport
import Testing
import Time
import Wire

@testable import Proxy

/// One worker on a thread of this process, with a listener on a free loopback port.
final class TestWorker: Sendable {
    let ports: [UInt16]
    private let plan: Plan
    private let group: WorkerGroup
    /// Kept alive as long as the worker.
    private let origin: Origin?

    /// Routes of one listener each; `limits` are the lines of its block of that name.
    init(_ listeners: [(routes: String, limits: String)], rate: String = "100%", origin: Origin? = nil) throws {
        self.origin = origin
        ports = listeners.map { _ in FreePorts.next() }
        var text = "trace {\n sample \(rate)\n archive off\n}\n"
        for (port, listener) in zip(ports, listeners) {
            text += "listen 127.0.0.1:\(port) {\n limits {\n\(listener.limits)\n }\n\(listener.routes)\n}\n"
        }
        plan = try ProxyTests.plan(text)
        group = try WorkerGroup(plan: plan, workers: 1)
    }

    /// Everything to one origin, but `/local`, which is answered here.
    convenience init(_ origin: Origin, limits: String = "", route: String = "") throws {
        try self.init(
            [("route /local respond 200 here\nroute /* to \(origin.address) \(route)", limits)],
            origin: origin
        )
    }

    deinit { group.drain(until: MonotonicClock.now()) }

    var port: UInt16 { ports[0] }

    func client(receiveBuffer: Int32? = nil) throws -> TestClient {
        try TestClient(port: port, receiveBuffer: receiveBuffer)
    }

    func count(_ counter: WorkerCounter) -> UInt64 { snapshot.value(counter) }
    func count(_ counter: UpstreamCounter) -> UInt64 { snapshot.value(counter, upstream: 0) }

    /// Begins to drain; returns when the worker has ended.
    func drain(within patience: Duration) { group.drain(until: MonotonicClock.now() + patience) }

    private var snapshot: MetricSnapshot { MetricSnapshot(plan.metrics, shards: group.posts.map(\.metrics)) }
}
