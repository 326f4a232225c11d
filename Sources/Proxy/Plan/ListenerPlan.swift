// What does the hot path have to know of a listener?

import Bytes
import HTTP

/// One listener, compiled: numbers and ranges only, so that reading a field is one load and copies no reference.
struct ListenerPlan: Sendable {
    /// The address, in the plan's texts.
    let text: ByteRange
    /// Whether TLS is spoken with certificates of certain names, so that a request may have come to the wrong one.
    let hasNamedCertificates: Bool
    /// Whether every connection begins with a PROXY header.
    let wantsProxyHeader: Bool
    /// Whether upstreams are told the client's certificate.
    let forwardsCertificate: Bool
    /// The route that stands for "no route fits", for its metrics and its rate.
    let unrouted: Int
    let limits: H1Limits
    /// Our end of its HTTP/2 connections.
    let h2: H2Settings
    let misbehaviour: H2MisbehaviourBudget
    /// Whether HTTP/1.1 is spoken, and whether HTTP/2 without TLS and without being asked.
    let allowsHTTP1: Bool
    let allowsPriorKnowledge: Bool
    /// Times in nanoseconds.
    let handshake: UInt64
    let headTime: UInt64
    let keepAlive: UInt64
    let writeIdle: UInt64
}
