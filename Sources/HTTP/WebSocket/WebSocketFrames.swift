// Where does one frame of a WebSocket end and the next one begin?

import Bytes

/// Follows one direction of a WebSocket from frame to frame (RFC 6455, 5.2), so that a frame can be put between two and
/// never into one.
///
/// A frame costs a few instructions for each byte of its header; payloads are stepped over. Slices may be cut anywhere.
/// Bytes that no client or server may send lose the track for good: who follows then knows nothing, and says so.
public struct WebSocketFrames: Sendable, Equatable {
    /// Who sends them: a client masks its frames, a server does not (RFC 6455, 5.1).
    public enum Sender: UInt8, Sendable {
        case client
        case server
    }

    /// What the next byte is, once `rest` is passed.
    private enum Place: UInt8 {
        /// The first of a frame.
        case start
        /// The second, with the length or what stands for it.
        case length
        case controlLength
        /// One of the two or eight bytes of a longer length.
        case longLength
        case unknown
    }

    private let sender: Sender
    private var place = Place.start
    /// Bytes of a longer length that have not come.
    private var lengthBytes: UInt8 = 0
    /// Those that have, the highest first.
    private var length: UInt64 = 0
    /// Bytes of the masking key and the payload that have not come.
    private var rest: UInt64 = 0
    /// Whether a Close frame has passed, or has begun to.
    public private(set) var hasClosed = false

    public init(from sender: Sender) { self.sender = sender }

    /// Whether the next byte, if there is one, is the first of a frame.
    public var isBetweenFrames: Bool { place == .start && rest == 0 }

    /// Whether bytes have passed that are no frames, so that nothing is known any more.
    public var isLost: Bool { place == .unknown }

    /// Takes note of the next bytes that were sent.
    public mutating func pass(_ bytes: ByteView) {
        var at = 0
        while at < bytes.count {
            if rest > 0 {
                let passed = min(rest, UInt64(bytes.count - at))
                rest -= passed
                at += Int(passed)
            } else {
                take(bytes[at])
                if isLost { return }
                at += 1
            }
        }
    }

    private mutating func take(_ byte: UInt8) {
        switch place {
        case .start: begin(byte)
        case .length: takeLength(byte, longest: 127)
        case .controlLength: takeLength(byte, longest: Self.longestControl)
        case .longLength: takeLongLength(byte)
        case .unknown: break
        }
    }

    /// A control frame's payload is at most so long (RFC 6455, 5.5).
    private static var longestControl: UInt8 { 125 }

    /// The final bit, three that belong to extensions, and the opcode.
    private mutating func begin(_ byte: UInt8) {
        let isFinal = byte & 0x80 != 0
        switch byte & 0x0F {
        case 0x0, 0x1, 0x2: place = .length
        case 0x8 where isFinal:
            hasClosed = true
            place = .controlLength
        case 0x9 where isFinal, 0xA where isFinal: place = .controlLength
        default: place = .unknown
        }
    }

    private mutating func takeLength(_ byte: UInt8, longest: UInt8) {
        let isMasked = byte & 0x80 != 0
        let value = byte & 0x7F
        guard isMasked == (sender == .client), value <= longest else {
            place = .unknown
            return
        }
        if value < 126 {
            beginPayload(UInt64(value))
        } else {
            place = .longLength
            lengthBytes = value == 126 ? 2 : 8
            length = 0
        }
    }

    private mutating func takeLongLength(_ byte: UInt8) {
        length = length << 8 | UInt64(byte)
        lengthBytes -= 1
        if lengthBytes > 0 { return }
        // The highest bit of eight bytes must be zero.
        if length > UInt64(Int64.max) { place = .unknown } else { beginPayload(length) }
    }

    private mutating func beginPayload(_ count: UInt64) {
        place = .start
        rest = count + (sender == .client ? Self.maskBytes : 0)
    }

    private static var maskBytes: UInt64 { 4 }
}
