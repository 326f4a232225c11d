// What does a worker have to know of a destination to talk to it?

import Bytes
import HTTP
import Wire

/// One bound destination: its addresses and how to reach them.
struct ClusterPlan: Sendable {
    /// The name in metrics, spans and logs.
    let name: String
    let nameRange: ByteRange
    /// Where it is now; empty when a host name could not be resolved.
    let addresses: [SocketAddress]
    /// `address` of each endpoint as text, in the plan's texts.
    let addressTexts: [ByteRange]
    let tls: TLSClientContext?
    /// The name to send as SNI and to verify, for TLS.
    let serverName: String?
    /// The PROXY header that every connection begins with; nil for none. Such a connection is one client's, so it carries
    /// one exchange and is never kept.
    let proxyVersion: ProxyVersion?
    /// In nanoseconds.
    let connectTimeout: UInt64
    /// As the file writes it, for whoever met it.
    let connectTimeoutText: String
    let speech: UpstreamSpeech
    /// The most streams on one HTTP/2 connection.
    let streamLimit: Int
    /// How often a busy HTTP/2 connection is asked whether it lives, in nanoseconds.
    let pingPeriod: UInt64
    let poolLimit: Int
    let queueLimit: Int
}
