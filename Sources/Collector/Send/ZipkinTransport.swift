// How does a message get to a Zipkin server?

import HTTP
import Telemetry
import Time
import Upstream
import Wire

/// Posts messages to `/api/v2/spans` of one server.
///
/// The request carries `b3: 0`: what reports traces is not traced. A message may be sent twice when a connection dies
/// under it, which a store that knows spans by their ids does not mind; a span that is lost nobody could bring back.
public struct ZipkinTransport: Sendable {
    private let client: Client
    private let url: ClientURL
    private let headers: [(name: String, value: String)]
    private let timeout: Duration

    /// `headers` are added to every request: an authorisation, for example.
    public init(
        client: Client,
        url: ClientURL,
        headers: [(name: String, value: String)] = [],
        timeout: Duration = .seconds(10)
    ) {
        self.client = client
        self.url = url
        self.headers = [("Content-Type", "application/json"), ("b3", "0")] + headers
        self.timeout = timeout
    }

    /// Sends one message; see `Destination.Transport`.
    public func send(_ batch: ExportBatch) async -> DeliveryOutcome {
        let request = ClientRequest(.post, url, headers: headers, body: batch.bytes, isRepeatable: true)
        do {
            let response = try await client.send(request, timeout: timeout)
            let retryAfter = response.header("Retry-After").flatMap { value in
                RetryAfter.read(value, unixSeconds: ClockAnchor.now().unixMicroseconds / 1_000_000)
            }
            return .answered(status: Int(response.status.rawValue), retryAfter: retryAfter)
        } catch {
            return .failed(DeliveryFailure(error))
        }
    }
}

extension DeliveryFailure {
    /// What an error of the client means for a message.
    init(_ error: ClientError) {
        switch error {
        case .unresolved: self = .unreachable
        case .connect(.handshake), .tlsSetup: self = .tls
        case .connect: self = .unreachable
        case .timedOut: self = .timeout
        case .connectionLost, .endedEarly: self = .reset
        case .malformed: self = .garbage
        case .cancelled: self = .other
        }
    }
}

extension Destination {
    /// A Zipkin server behind `client`.
    public static func zipkin(
        _ url: ClientURL,
        client: Client,
        headers: [(name: String, value: String)] = [],
        limits: DeliveryLimits = DeliveryLimits()
    ) -> Destination {
        let transport = ZipkinTransport(client: client, url: url, headers: headers, timeout: limits.attemptTimeout)
        return Destination(name: url.withoutQuery, limits: limits) { await transport.send($0) }
    }
}

extension ClientURL {
    /// The URL as a label: a query may hold a secret.
    var withoutQuery: String { String(description.prefix { $0 != "?" }) }
}
