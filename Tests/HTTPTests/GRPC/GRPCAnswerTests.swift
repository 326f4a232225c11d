// Is gRPC told by its media type, and are the gateway's own answers such that its clients understand them?

import Bytes
import HTTP
import Testing

private func isGRPC(_ type: String) -> Bool { type.withByteView { GRPCContent.isGRPC(contentType: $0) } }

private func encoded(_ text: String) -> String {
    var buffer = ByteBuffer()
    text.withByteView { GRPCMessage.encode($0, to: &buffer) }
    return String(buffer.readable)
}

private func decoded(_ field: String) -> String {
    var buffer = ByteBuffer()
    field.withByteView { GRPCMessage.decode($0, to: &buffer) }
    return String(buffer.readable)
}

@Suite struct `gRPC answer` {
    @Test(arguments: [
        "application/grpc", "application/grpc+proto", "application/grpc+json", "application/grpc+x-y",
        "application/grpc;charset=utf-8", "application/grpc ; a=b", "Application/GRPC", "application/grpc+proto;a=b",
        "application/grpc ",
    ])
    func `these media types are gRPC`(type: String) {
        #expect(isGRPC(type))
    }

    @Test(arguments: [
        "", "application/grpc-web", "application/grpc-web+proto", "application/grpc-web-text", "application/grpcx",
        "application/grp", "application/json", "text/application/grpc", "application/grpc+", "application/grpc/x",
        "application/grpc x", " application/grpc",
    ])
    func `these are not`(type: String) {
        #expect(!isGRPC(type))
    }

    @Test(arguments: [
        ("", ""), ("no such method", "no such method"), ("100%", "100%25"), ("a\nb", "a%0Ab"), ("ü~", "%C3%BC~"),
        ("\u{7F}", "%7F"), ("\"a\" <b>", "\"a\" <b>"),
    ])
    func `a message is escaped and read back`(text: String, field: String) {
        #expect(encoded(text) == field)
        #expect(decoded(field) == text)
    }

    @Test(arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%41%", "A%"), ("%%41", "%A"), ("%c3%bc", "ü")])
    func `a broken escape stands for itself`(field: String, text: String) {
        #expect(decoded(field) == text)
    }

    @Test func `every byte survives`() {
        let bytes = (0...255).map { UInt8($0) }
        var field = ByteBuffer()
        bytes.withByteView { GRPCMessage.encode($0, to: &field) }
        let isVisible = (0..<field.readable.count).allSatisfy { (0x20...0x7E).contains(field.readable[$0]) }
        #expect(isVisible)
        var text = ByteBuffer()
        GRPCMessage.decode(field.readable, to: &text)
        #expect(text.readable.array == bytes)
    }

    @Test func `an answer without content names its type, status and message`() {
        var out = ByteBuffer()
        GRPCAnswer.append(.unavailable, message: ByteView("100% full"), to: &out)
        #expect(
            String(out.readable)
                == "content-type: application/grpc\r\ngrpc-status: 14\r\ngrpc-message: 100%25 full\r\n"
        )
        #expect(GRPCStatus.find(inLines: out.readable) == .unavailable)
    }

    @Test func `an empty message is left out`() {
        var out = ByteBuffer()
        GRPCAnswer.appendStatus(.ok, message: .empty, to: &out)
        #expect(String(out.readable) == "grpc-status: 0\r\n")
    }
}
