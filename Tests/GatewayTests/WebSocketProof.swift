// What must the answer to a WebSocket handshake prove?

import TestSupport

/// `Sec-WebSocket-Accept`, worked out by others than the gateway (RFC 6455, 4.2.2).
enum WebSocketProof {
    static func answer(to key: String) throws -> String {
        let salted = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        let run = try Command(
            "sh",
            ["-c", "printf %s \"$1\" | openssl dgst -sha1 -binary | openssl base64", "sh", salted]
        )
        return String(run.output.prefix { $0 != "\n" })
    }
}
