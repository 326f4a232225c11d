// What an access log line is made of.

import Bytes

/// The facts of one ended exchange, as views and numbers. A plain value without invariants, used inside one call.
public struct AccessFacts {
    /// Microseconds since the epoch at which the request began.
    public var startMicroseconds: Int64 = 0
    public var durationMicroseconds: UInt64 = 0
    /// The client's address as we write it, made once per connection.
    public var clientText = ByteView.empty
    /// Who the client is by its verified certificate; empty when it showed none.
    public var clientIdentity = ByteView.empty
    /// A token, as the parser left it (RFC 9110, 9.1).
    public var method = ByteView.empty
    public var host = ByteView.empty
    /// Without the query: what is in it is nobody's business.
    public var path = ByteView.empty
    /// A word of ours: `http/1.1`, `h2`.
    public var protocolName = ByteView.empty
    public var userAgent = ByteView.empty
    /// 0 when the exchange ended without a status.
    public var status: UInt16 = 0
    /// The name of a gRPC call's status; empty for all other requests.
    public var grpcStatus = ByteView.empty
    public var bytesReceived: UInt64 = 0
    public var bytesSent: UInt64 = 0
    /// The pattern of the route; empty when none matched.
    public var route = ByteView.empty
    /// Name or address that the last attempt went to; empty when there was none.
    public var upstream = ByteView.empty
    public var attempts: UInt64 = 0
    public var traceID = TraceID.none
    public var spanID = SpanID.none
    public var verdict: SamplingVerdict?
    /// Why the exchange failed; empty when it did not.
    public var error = ByteView.empty
    /// More about that, where somebody has said more; empty mostly.
    public var errorDetail = ByteView.empty

    public init() {}

    /// How many bytes all views have together.
    var viewBytes: Int {
        clientText.count + clientIdentity.count + method.count + host.count + path.count + protocolName.count
            + userAgent.count + route.count + upstream.count + error.count + errorDetail.count
            + grpcStatus.count
    }
}
