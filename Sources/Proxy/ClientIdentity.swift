// Who is the client by its certificate, and who else hears of it?

import Bytes
import Connection
import HTTP
import Telemetry
import Wire

extension Worker {
    /// The most bytes of an identity that stand in a line of the access log.
    static var identityLimit: Int { 1024 }

    /// Who the client is; nil unless `ClientFacts.hasIdentity`.
    mutating func identity(of client: ClientPlace) -> TLSPeerIdentity? {
        client.isStream
            ? h2servers[client.connection].conduit.peerIdentity : servers[client.connection].conduit.peerIdentity
    }

    /// Decides what a client may do that has shown a certificate. Its clearance only rises: the certificate was verified
    /// end to end, whatever a PROXY header said or did not say about the address.
    mutating func noteIdentity(_ s: UInt32) {
        guard let identity = servers[s].conduit.peerIdentity else { return }
        servers[s].facts.hasIdentity = true
        guard plan.identityTrust.covers(identity) else { return }
        servers[s].facts.clearance = Clearance(trustedUnder: plan.trust).rawValue
    }

    /// Tells the upstream the client's certificate.
    mutating func forwardCertificate(_ x: UInt32, isTrusted: Bool, to head: inout ByteBuffer) {
        guard let identity = identity(of: exchanges[x].client) else { return }
        ForwardedCertificate.append(
            identity.forwardedElement,
            continuing: isTrusted,
            incoming: request.fields,
            to: &head
        )
    }

    /// Copies the name of a client that has one, cut to what a log line holds.
    mutating func appendIdentity(of client: ClientPlace, to text: inout ByteBuffer) {
        guard let identity = identity(of: client) else { return }
        identity.nameBytes.withByteView { text.append($0.prefix(Worker.identityLimit)) }
    }

    /// Counts what a trusted client says about certificates although it is not passed on.
    /// - Returns: whether there are fields that must be searched for by name and left out.
    mutating func countForgedCertificates(isContinued: Bool) -> Bool {
        let isForged = plan.forwardsCertificates && HopByHop.hasRefused(request.fields, isTrusted: true)
        let isDropped = !isContinued && request.fields.contains(.xForwardedClientCert)
        if isForged || isDropped { count(.steeringRefusedForwarded) }
        return isForged
    }
}

extension WorkerCounter {
    /// The slot that counts a handshake that came to nothing.
    init(failedHandshake error: TLSError) {
        switch error.clientCertificateFault {
        case .none: self = .tlsHandshakesFailed
        case .missing: self = .tlsHandshakesWithoutCertificate
        case .expired: self = .tlsHandshakesExpiredCertificate
        case .unknownAuthority: self = .tlsHandshakesStrangeCertificate
        case .invalid: self = .tlsHandshakesBadCertificate
        }
    }
}
