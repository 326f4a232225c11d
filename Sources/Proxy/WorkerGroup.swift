// How do the workers start and stop together?

import Bytes
import Config
import Telemetry
import Time
import Wire

/// All workers of the process: one thread each, each with sockets of its own on every listener's address.
public final class WorkerGroup: Sendable {
    /// Bytes of finished spans that may wait for the collector, per worker.
    private static let spanRingBytes = 4 << 20
    /// Bytes of access log lines that may wait to be written, per worker.
    private static let logRingBytes = 1 << 20

    /// What the cold side may touch of each worker, in the order of the workers.
    public let posts: [WorkerPost]
    /// The addresses listened on, in the order of the listeners; the real port where 0 was asked for.
    public let addresses: [SocketAddress]
    private let threads: [LoopThread]

    /// Binds every listener's address for every worker, then starts the threads.
    ///
    /// All sockets are bound before the first thread runs, so that a port in use is an error at the start and not half
    /// a gateway.
    public init(plan: Plan, workers: Int) throws(StartError) {
        var addresses: [SocketAddress] = []
        var sockets: [[ListeningSocket]] = []
        for listener in plan.parts {
            let (address, bound) = try WorkerGroup.bind(listener.address, times: workers)
            addresses.append(address)
            sockets.append(bound)
        }
        var posts: [WorkerPost] = []
        var threads: [LoopThread] = []
        do throws(SystemError) {
            for index in 0..<workers {
                let post = try WorkerGroup.makePost(plan)
                posts.append(post)
                let own = sockets.map { $0[index] }
                threads.append(try WorkerGroup.start(index, of: workers, plan: plan, post: post, sockets: own))
            }
        } catch {
            throw .system(error)
        }
        self.posts = posts
        self.threads = threads
        self.addresses = addresses
    }

    private static func makePost(_ plan: Plan) throws(SystemError) -> WorkerPost {
        WorkerPost(
            mail: try Mailbox(),
            metrics: MetricShard(plan.metrics),
            spans: SpanRing(capacity: spanRingBytes),
            log: ByteRing(capacity: logRingBytes)
        )
    }

    /// Opens a socket for each worker.
    ///
    /// Sockets that share a port let a second gateway join in unnoticed, so the address is tried alone first.
    private static func bind(
        _ address: ListenAddress,
        times count: Int
    ) throws(StartError) -> (SocketAddress, [ListeningSocket]) {
        do throws(SystemError) {
            let wanted = SocketAddress(address)
            if count > 1, address.port != 0 { _ = try Acceptor(address: wanted) }
            let first = try Acceptor(address: wanted, reusePort: count > 1)
            let bound = first.localAddress
            var sockets: [ListeningSocket] = []
            for _ in 1..<max(count, 1) {
                if case .unix = bound {
                    sockets.append(ListeningSocket(try Acceptor(sharing: first)))
                } else {
                    sockets.append(ListeningSocket(try Acceptor(address: bound, reusePort: true)))
                }
            }
            sockets.append(ListeningSocket(first))
            return (bound, sockets)
        } catch {
            throw .bind(address.description, error)
        }
    }

    private static func start(
        _ index: Int,
        of count: Int,
        plan: Plan,
        post: WorkerPost,
        sockets: [ListeningSocket]
    ) throws(SystemError) -> LoopThread {
        let processors = LoopThread.processors
        let affinity = count > 1 && count <= processors.count ? processors[index] : nil
        return try LoopThread.start(name: "worker-\(index)", affinity: affinity) {
            WorkerGroup.run(index, plan: plan, post: post, sockets: sockets)
        }
    }

    /// The life of a worker's thread. Without descriptors for its loop there is no gateway, so that ends the process.
    private static func run(_ index: Int, plan: Plan, post: WorkerPost, sockets: [ListeningSocket]) {
        do throws(SystemError) {
            var worker = try Worker(index: index, plan: plan, post: post, random: LoopRandom())
            for (place, socket) in sockets.enumerated() {
                if let acceptor = socket.take() { try worker.listen(acceptor, as: place) }
            }
            worker.run()
        } catch {
            fatalError("A worker cannot open its loop: \(error)")
        }
    }

    /// Lets every worker finish what runs, at most until the given instant, and waits for their threads.
    public func drain(until end: Instant) {
        for post in posts { post.mail.post(.drain(until: end)) }
        for thread in threads { thread.join() }
    }
}

extension SocketAddress {
    /// The address to bind for a listener of the configuration.
    init(_ address: ListenAddress) {
        switch address {
        case .ip(let ip, let port): self = .ip(ip, port: port)
        case .any(let port): self = .ip(SocketAddress.anyHost, port: port)
        case .unix(let path): self = .unix(path)
        }
    }
}
