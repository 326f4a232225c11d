// Is a message gRPC?

import Bytes

/// Tells gRPC by its media type (gRPC over HTTP2, Requests).
public enum GRPCContent {
    /// Whether the value of a `Content-Type` field is `application/grpc`, alone or with a message format
    /// (`application/grpc+proto`) or parameters.
    ///
    /// `application/grpc-web` is another protocol, whose trailers are in its content, and is passed on as any content is.
    public static func isGRPC(contentType: ByteView) -> Bool {
        let name = ByteView("application/grpc")
        guard contentType.count >= name.count, contentType.prefix(name.count).equalsIgnoringCase(name) else {
            return false
        }
        let rest = contentType.dropFirst(name.count)
        guard let next = rest.first else { return true }
        switch next {
        case 0x2B: return rest.count > 1
        case 0x3B: return true
        // Parameters may stand behind spaces (RFC 9110, 5.6.6).
        case 0x20, 0x09: return rest.trimmed.isEmpty || rest.trimmed.first == 0x3B
        default: return false
        }
    }
}
