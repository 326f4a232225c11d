// Which keys seal session tickets, and for how long?

import CLinux
import COpenSSL
import Synchronization
import Time

/// The ticket keys of one listener, shared by all its contexts and workers: drawn here, or given by files.
///
/// A stolen key opens all sessions that were resumed under it, so keys live in memory only and change every
/// `rotation`; the one before is still accepted (its clients get a fresh ticket), older ones are gone. Two listeners
/// never share drawn keys: a session of one means nothing to the other. Hand the same object to the next `TLSContext` of a
/// listener when its configuration is loaded again, so that clients can still resume.
///
/// Keys of files are changed by whoever writes the files, and processes that read the same ones resume each other's
/// sessions.
public final class TicketKeys: Sendable {
    /// How long a key seals, and at most how long a session can be resumed.
    public static var rotation: Duration { .seconds(12 * 3600) }

    private struct Ring {
        var current: COpenSSL_TicketKey
        var previous: COpenSSL_TicketKey?
        var rotateAt: Instant
    }

    private enum Source {
        case drawn(Ring)
        /// The first seals, all open.
        case given([COpenSSL_TicketKey])
    }

    private let source: Mutex<Source>
    /// Goes into what sessions must have in common to be resumed: random with drawn keys, alike for all given ones.
    let sessionSeed: [UInt8]

    /// Draws fresh keys.
    public init(now: Instant = MonotonicClock.now()) {
        source = Mutex(.drawn(Ring(current: Self.draw(), previous: nil, rotateAt: now + Self.rotation)))
        var random = LoopRandom()
        sessionSeed = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    /// Keys of files; without any, no ticket is sealed.
    init(given keys: [COpenSSL_TicketKey]) {
        source = Mutex(.given(keys))
        sessionSeed = Array("given".utf8)
    }

    /// Puts other given keys in the place of the ones before.
    func take(_ keys: [COpenSSL_TicketKey]) { source.withLock { $0 = .given(keys) } }

    /// The key to seal with; nil when there is none.
    func sealing(now: Instant) -> COpenSSL_TicketKey? {
        source.withLock { source in
            switch source {
            case .given(let keys): return keys.first
            case .drawn(var ring):
                if now >= ring.rotateAt {
                    Self.rotate(&ring, now: now)
                    source = .drawn(ring)
                }
                return ring.current
            }
        }
    }

    /// The key of this name and whether it is the current one.
    @unsafe
    func opening(name: UnsafePointer<UInt8>, now: Instant) -> (key: COpenSSL_TicketKey, isCurrent: Bool)? {
        source.withLock { source in
            switch source {
            case .given(let keys):
                // Sound: OpenSSL hands over sixteen bytes.
                let place = keys.firstIndex { unsafe Self.name(of: $0, is: name) }
                return place.map { (keys[$0], $0 == 0) }
            case .drawn(var ring):
                if now >= ring.rotateAt {
                    Self.rotate(&ring, now: now)
                    source = .drawn(ring)
                }
                // Sound: as above.
                if unsafe Self.name(of: ring.current, is: name) { return (ring.current, true) }
                if let previous = ring.previous, unsafe Self.name(of: previous, is: name) { return (previous, false) }
                return nil
            }
        }
    }

    static func areSame(_ some: [COpenSSL_TicketKey], _ others: [COpenSSL_TicketKey]) -> Bool {
        some.elementsEqual(others) { one, other in
            // Sound: the struct is three arrays of bytes.
            unsafe withUnsafeBytes(of: one) { one in
                unsafe withUnsafeBytes(of: other) { unsafe one.elementsEqual($0) }
            }
        }
    }

    private static func rotate(_ ring: inout Ring, now: Instant) {
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
