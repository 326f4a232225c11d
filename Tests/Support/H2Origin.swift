// Who stands behind the gateway and speaks HTTP/2?

/// An origin made of Python's `h2`: how it behaves is chosen by the path; see `h2_server.py`.
public final class H2Origin: Sendable {
    public let peer: Peer
    private let isSecure: Bool

    /// Starts it: plain by prior knowledge, or over TLS with a certificate. Options are those of `h2_server.py`.
    public init(_ certificate: Certificate? = nil, options: [String] = []) throws {
        let tls = certificate.map { ["--tls", $0.certificatePath, $0.keyPath] } ?? []
        peer = try Peer("h2_server", tls + options)
        isSecure = certificate != nil
    }

    /// As a route's destination.
    public var address: String { "\(isSecure ? "https" : "h2c")://127.0.0.1:\(peer.port)" }

    /// Lets every behaviour go on that waits for it.
    public func go() throws { try peer.tell("go") }

    /// Every request so far.
    public var requests: [PeerEvent] { peer.events.filter { $0.event == "request" } }

    public var connectionCount: Int { peer.events.count { $0.event == "connected" } }

    /// The n-th request; waits for its head.
    @discardableResult
    public func request(_ n: Int = 0) throws -> PeerEvent {
        try eventually("request \(n) at the HTTP/2 origin") { requests.count > n }
        return requests[n]
    }
}
