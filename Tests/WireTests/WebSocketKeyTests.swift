// Does a WebSocket handshake prove what it should?

import Bytes
import Testing

@testable import Wire

@Suite struct WebSocketKeyTests {
    private func answer(to key: String) -> String {
        var buffer = ByteBuffer()
        key.withByteView { WebSocketKey.appendAnswer(to: $0, into: &buffer) }
        return buffer.readable.description
    }

    private func text(_ key: WebSocketKey) -> String {
        var buffer = ByteBuffer()
        key.append(to: &buffer)
        return buffer.readable.description
    }

    @Test func `the answer is that of RFC 6455's example`() {
        #expect(answer(to: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test func `a key is sixteen bytes in base64`() {
        #expect(text(WebSocketKey(0x7468_6520_7361_6D70, 0x6C65_206E_6F6E_6365)) == "dGhlIHNhbXBsZSBub25jZQ==")
        #expect(text(WebSocketKey(0, 0)) == "AAAAAAAAAAAAAAAAAAAAAA==")
    }

    @Test func `only the answer to this key is accepted`() {
        let key = WebSocketKey(0x7468_6520_7361_6D70, 0x6C65_206E_6F6E_6365)
        func accepts(_ answer: String) -> Bool { answer.withByteView { key.isAccepted(by: $0) } }
        #expect(accepts("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="))
        #expect(!accepts("s3pPLMBiTxaQ9kYGzzhZRbK+xOp="))
        #expect(!accepts("S3PPLMBITXAQ9KYGZZHZRBK+XOO="))
        #expect(!accepts("s3pPLMBiTxaQ9kYGzzhZRbK+xOo"))
        #expect(!accepts(""))
    }
}
