// Which keys seal session tickets, and for how long?

import CLinux
import COpenSSL
import Synchronization
import Time

/// The ticket keys of one listener, shared by all its contexts and workers.
///
/// A stolen key opens all sessions that were resumed under it, so keys live in memory only and change every
/// `rotation`; the one before is still accepted (its clients get a fresh ticket), older ones are gone. Two listeners
/// never share keys: a session of one means nothing to the other. Hand the same object to the next `TLSContext` of a
/// listener when its configuration is loaded again, so that clients can still resume.
public final class TicketKeys: Sendable {
    /// How long a key seals, and at most how long a session can be resumed.
    public static var rotation: Duration { .seconds(12 * 3600) }

    private struct Ring {
        var current: COpenSSL_TicketKey
        var previous: COpenSSL_TicketKey?
        var rotateAt: Instant
    }

    private let ring: Mutex<Ring>
    /// Sessions carry it; a session with another one is not resumed (SSL_CTX_set_session_id_context).
    let sessionContext: [UInt8]

    /// Draws fresh keys.
    public init(now: Instant = MonotonicClock.now()) {
        ring = Mutex(Ring(current: Self.draw(), previous: nil, rotateAt: now + Self.rotation))
        var random = LoopRandom()
        sessionContext = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// The key to seal with.
    func sealing(now: Instant) -> COpenSSL_TicketKey {
        ring.withLock { ring in
            Self.rotate(&ring, now: now)
            return ring.current
        }
    }

    /// The key of this name and whether it is the current one.
    @unsafe
    func opening(name: UnsafePointer<UInt8>, now: Instant) -> (key: COpenSSL_TicketKey, isCurrent: Bool)? {
        ring.withLock { ring in
            Self.rotate(&ring, now: now)
            // Sound: OpenSSL hands over sixteen bytes.
            if unsafe Self.name(of: ring.current, is: name) { return (ring.current, true) }
            if let previous = ring.previous, unsafe Self.name(of: previous, is: name) { return (previous, false) }
            return nil
        }
    }

    private static func rotate(_ ring: inout Ring, now: Instant) {
        if now < ring.rotateAt { return }
        // After two periods without a handshake the current key is as stale as the one before it.
        ring.previous = now < ring.rotateAt + rotation ? ring.current : nil
        ring.current = draw()
        ring.rotateAt = now + rotation
    }

    private static func draw() -> COpenSSL_TicketKey {
        var key = COpenSSL_TicketKey()
        let drawn = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            // Sound: as many bytes as the key has.
            unsafe RAND_bytes(bytes.bindMemory(to: UInt8.self).baseAddress, Int32(bytes.count))
        }
        precondition(drawn == 1, "OpenSSL has no random bytes for ticket keys.")
        return key
    }

    @unsafe
    private static func name(of key: COpenSSL_TicketKey, is name: UnsafePointer<UInt8>) -> Bool {
        unsafe withUnsafeBytes(of: key.name) { own in
            for i in 0..<own.count where unsafe own[i] != name[i] { return false }
            return true
        }
    }
}
