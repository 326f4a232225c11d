// What may this client do, for as long as its connection lives?

import Telemetry
import Wire

/// The trust decision about a client, made once when it connects and kept in one byte of its connection.
struct Clearance {
    private static let trustedBit: UInt8 = 0x80
    let rawValue: UInt8

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// That of a stranger.
    static let none = Clearance(rawValue: 0)

    init(of peer: SocketAddress, under trust: Trust) {
        let isTrusted = peer.ip.map(trust.covers) ?? trust.trustsLocalSockets
        rawValue = isTrusted ? trust.allowed.rawValue | Clearance.trustedBit : 0
    }

    /// That of somebody trusted for another reason than the address.
    init(trustedUnder trust: Trust) { rawValue = trust.allowed.rawValue | Clearance.trustedBit }

    /// Whether the client's word about other clients (forwarded fields) is believed.
    var isTrusted: Bool { rawValue & Clearance.trustedBit != 0 }

    var allowance: Trust.Allowance { Trust.Allowance(rawValue: rawValue & ~Clearance.trustedBit) }
}
