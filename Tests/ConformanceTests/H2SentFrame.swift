// What does a test see of the frames that an end of HTTP/2 sends?

import Bytes
import HTTP

/// One frame that was sent (RFC 9113, 4.1).
struct H2SentFrame: Equatable, CustomStringConvertible {
    var type: UInt8
    var flags: UInt8
    var stream: UInt32
    var payload: [UInt8]

    var isAck: Bool { (type == 0x4 || type == 0x6) && flags & 0x1 != 0 }
    var isSettings: Bool { type == 0x4 && !isAck }
    var isHeaders: Bool { type == 0x1 }
    var isData: Bool { type == 0x0 }
    var isReset: Bool { type == 0x3 }
    var isGoAway: Bool { type == 0x7 }
    var endsStream: Bool { type <= 0x1 && flags & 0x1 != 0 }

    /// The code of RST_STREAM or GOAWAY.
    var code: H2ErrorCode? {
        switch type {
        case 0x3: H2ErrorCode(received: number(at: 0))
        case 0x7: H2ErrorCode(received: number(at: 4))
        default: nil
        }
    }

    private func number(at start: Int) -> UInt32 {
        payload[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static let names = [
        "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE",
        "CONTINUATION",
    ]

    var description: String {
        let name = type < 10 ? Self.names[Int(type)] : "type \(type)"
        return "\(name) on \(stream), flags \(flags), \(payload.count) bytes" + (code.map { ", \($0)" } ?? "")
    }

    /// All frames of `bytes`; nil when these are not whole frames.
    static func all(in bytes: [UInt8]) -> [H2SentFrame]? {
        var frames: [H2SentFrame] = []
        var at = 0
        while at < bytes.count {
            guard at + 9 <= bytes.count else { return nil }
            let head = bytes[at..<at + 9].map { UInt32($0) }
            let end = at + 9 + Int(head[0] << 16 | head[1] << 8 | head[2])
            guard end <= bytes.count else { return nil }
            let stream = head[5] << 24 | head[6] << 16 | head[7] << 8 | head[8]
            frames.append(
                .init(type: bytes[at + 3], flags: bytes[at + 4], stream: stream, payload: Array(bytes[at + 9..<end]))
            )
            at = end
        }
        return frames
    }
}
