// What do WebSocket frames look like in a test?

extension Tunnels {
    /// The reasons that the gateway gives when it ends a tunnel itself.
    static let idle = "nothing was said for too long"
    static let drained = "the gateway stops"

    /// A frame as a server sends it.
    static func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] { [first, UInt8(payload.count)] + payload }

    /// A text frame as a server sends it.
    static func frame(_ text: String) -> [UInt8] { frame(0x81, Array(text.utf8)) }

    /// The gateway's Close frame, for a client: 1001 and a reason.
    static func close(_ reason: String) -> [UInt8] { frame(0x88, [0x03, 0xE9] + Array(reason.utf8)) }

    /// A frame of a server as a client would send it.
    static func masked(_ frame: [UInt8]) -> [UInt8] {
        let key: [UInt8] = [0x37, 0xFA, 0x21, 0x3D]
        return [frame[0], 0x80 | frame[1]] + key + zip(frame[2...], 0...).map { $0 ^ key[$1 % 4] }
    }

    /// A masked frame as a server would have sent it; what is none stays as it is.
    static func unmasked(_ frame: [UInt8]) -> [UInt8] {
        guard frame.count >= 6, frame[1] & 0x80 != 0 else { return frame }
        return [frame[0], frame[1] & 0x7F] + zip(frame[6...], 0...).map { $0 ^ frame[2 + $1 % 4] }
    }

    /// Bytes as peers tell them: code points 0 to 255.
    static func told(_ bytes: [UInt8]) -> String { String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })) }
}
