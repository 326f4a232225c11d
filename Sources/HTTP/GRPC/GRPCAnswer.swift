// How is a gRPC client told what the gateway itself decided?

import Bytes

/// The fields of an answer that has no content and says how the call ended (gRPC over HTTP2, Trailers-Only). Its HTTP
/// status is 200, because anything else makes clients guess.
public enum GRPCAnswer {
    /// Appends `content-type`, `grpc-status` and `grpc-message` as lines that end in CRLF. An empty message is left out.
    public static func append(_ status: GRPCStatus, message: ByteView, to out: inout ByteBuffer) {
        out.append("content-type: application/grpc\r\n")
        appendStatus(status, message: message, to: &out)
    }

    /// Appends `grpc-status` and `grpc-message` only, as a trailer section has them.
    public static func appendStatus(_ status: GRPCStatus, message: ByteView, to out: inout ByteBuffer) {
        out.append("grpc-status: ")
        out.append(status.digits)
        if !message.isEmpty {
            out.append("\r\ngrpc-message: ")
            GRPCMessage.encode(message, to: &out)
        }
        out.append("\r\n")
    }
}
