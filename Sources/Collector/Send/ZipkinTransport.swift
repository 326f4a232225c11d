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
    private let compresses: Bool

    /// With `gzip` messages are compressed, which costs about 3 µs for each kilobyte. `headers` are added to every request: an authorisation, for example.
    public init(
        client: Client,
        url: ClientURL,
        headers: [(name: String, value: String)] = [],
        timeout: Duration = .seconds(10),
        gzip: Bool = false
    ) {
        self.client = client
        self.url = url
        self.headers = [("Content-Type", "application/json"), ("b3", "0")] + headers
        self.timeout = timeout
        compresses = gzip
    }

    /// Sends one message; see `Destination.Transport`.
    public func send(_ batch: ExportBatch) async -> DeliveryOutcome {
        var request = ClientRequest(.post, url, headers: headers, body: batch.bytes, isRepeatable: true)
        if compresses, let compressed = Gzip.compress(batch.bytes) {
            request.body = compressed
            request.headers.append(("Content-Encoding", "gzip"))
        }
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
    /// A Zipkin server behind `client`, whose TLS context decides whom an `https` URL trusts.
    public static func zipkin(
        _ url: ClientURL,
        client: Client,
        headers: [(name: String, value: String)] = [],
        gzip: Bool = false,
        limits: DeliveryLimits = DeliveryLimits()
    ) -> Destination {
        let transport = ZipkinTransport(
            client: client,
            url: url,
            headers: headers,
            timeout: limits.attemptTimeout,
            gzip: gzip
        )
        return Destination(name: url.withoutQuery, limits: limits) { await transport.send($0) }
    }
}

extension ClientURL {
    /// The URL as a label: a query may hold a secret.
    var withoutQuery: String { String(description.prefix { $0 != "?" }) }
}
