// How does a service of the demo serve?

import Connection
import HTTP
import Telemetry
import Upstream
import Wire

/// One demo service behind an HTTP server of its own: it answers, and reports the spans of what it did.
struct ServiceHost: Sendable {
    private static let patience: Duration = .seconds(5)

    private let service: DemoService
    private let tracer: ServiceTracer
    private let client: Client
    private let world: ClientURL

    /// Binds `address` and serves for as long as the process lives.
    static func start(
        _ service: DemoService,
        at address: SocketAddress,
        calling gateway: ClientURL,
        reportingTo collector: ClientURL?,
        on loop: LoopExecutor
    ) throws(CommandFault) {
        let client = Client(on: loop)
        let reporter = collector.map { SpanReporter(on: loop, to: $0) }
        let host = ServiceHost(
            service: service,
            tracer: ServiceTracer(service.rawValue, at: address, reporter: reporter),
            client: client,
            world: try url("http://\(gateway.authority)/world")
        )
        do throws(SystemError) {
            let server = try LocalServer(on: loop, address: address) { await host.answer($0) }
            let refusal = try Blocking.wait(on: loop) { () async -> SystemError? in
                do throws(SystemError) { try await server.start() } catch { return error }
                return nil
            }
            if let refusal { throw refusal }
        } catch {
            throw CommandFault("the demo's \(service.rawValue) cannot listen on \(address): \(error)")
        }
    }

    private func answer(_ request: LocalRequest) async -> LocalResponse {
        await tracer.serve(request) { trace in
            switch service {
            case .world: .text(.ok, "world\n")
            case .hello: await hello(trace)
            }
        }
    }

    /// Asks for the world, through the gateway.
    private func hello(_ trace: ServiceTrace) async -> LocalResponse {
        do throws(ClientError) {
            let answer = try await tracer.call(world, in: trace) { headers throws(ClientError) in
                try await client.send(.get, world, headers: headers, timeout: Self.patience)
            }
            guard answer.status == .ok else {
                return .fault(.badGateway, "world answers \(answer.status.rawValue) through the gateway")
            }
            let name = answer.text.prefix { !$0.isNewline }
            return .text(.ok, "Hello \(name)\n")
        } catch {
            return .fault(.badGateway, "world cannot be asked through the gateway: \(error)")
        }
    }

    // MARK: Reading options

    static func url(_ text: String) throws(CommandFault) -> ClientURL {
        guard let url = ClientURL(text) else { throw CommandFault(exitCode: 64, "\(text) is no http URL") }
        return url
    }

    static func address(_ text: String) throws(CommandFault) -> SocketAddress {
        guard let address = SocketAddress(text) else {
            throw CommandFault(exitCode: 64, "\(text) is no address; write 127.0.0.1:8081 or :8081")
        }
        return address
    }

    static func system<Value>(_ body: () throws(SystemError) -> Value) throws(CommandFault) -> Value {
        do throws(SystemError) { return try body() } catch { throw CommandFault("the system refused: \(error)") }
    }
}
