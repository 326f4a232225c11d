// How does each end of a WebSocket handshake know that the other has read it?

import Bytes
import COpenSSL

/// The nonce of a WebSocket handshake over HTTP/1.1 and the answer that proves that it was read (RFC 6455, 4.1 and 4.2.2).
public struct WebSocketKey: Sendable {
    /// Sixteen bytes, the highest first.
    private let high: UInt64
    private let low: UInt64

    /// The nonce must be random for each handshake.
    public init(_ high: UInt64, _ low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Appends the value of `Sec-WebSocket-Key`, 24 characters.
    public func append(to buffer: inout ByteBuffer) {
        var nonce = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<8 {
            nonce[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - 8 * index))
            nonce[index + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - 8 * index))
        }
        unsafe nonce.span.withUnsafeBytes { bytes in
            unsafe Self.appendBase64(ByteView(borrowing: bytes), to: &buffer)
        }
    }

    /// Whether `answer`, the value of a `Sec-WebSocket-Accept`, belongs to this key.
    public func isAccepted(by answer: ByteView) -> Bool {
        var key = ByteBuffer(capacity: 32)
        append(to: &key)
        var expected = ByteBuffer(capacity: 32)
        Self.appendAnswer(to: key.readable, into: &expected)
        return expected.readable == answer
    }

    /// Appends the value of `Sec-WebSocket-Accept` for the key as it stands in a request, 28 characters.
    public static func appendAnswer(to key: ByteView, into buffer: inout ByteBuffer) {
        var text = ByteBuffer(capacity: key.count + salt.utf8CodeUnitCount)
        text.append(key)
        text.append(salt)
        var digest = InlineArray<20, UInt8>(repeating: 0)
        var span = digest.mutableSpan
        unsafe span.withUnsafeMutableBytes { digest in
            unsafe text.readable.withUnsafeBytes { text in
                // Sound: SHA1 reads so many bytes and writes twenty.
                _ = unsafe SHA1(text.baseAddress, text.count, digest.baseAddress?.assumingMemoryBound(to: UInt8.self))
            }
        }
        unsafe digest.span.withUnsafeBytes { bytes in
            unsafe appendBase64(ByteView(borrowing: bytes), to: &buffer)
        }
    }

    private static var salt: StaticString { "258EAFA5-E914-47DA-95CA-C5AB0DC85B11" }

    private static func appendBase64(_ bytes: ByteView, to buffer: inout ByteBuffer) {
        // One more for the NUL that libcrypto writes behind.
        _ = unsafe buffer.fill(minimum: (bytes.count + 2) / 3 * 4 + 1) { room in
            let target = unsafe room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            // Sound: there is room for four characters for each begun three bytes, and for the NUL.
            return unsafe Int(EVP_EncodeBlock(target, bytes.start, Int32(bytes.count)))
        }
    }
}
