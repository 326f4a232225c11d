// How does an understood answer look when it goes on to the client?

import Bytes
import HTTP

/// Writes the head of an answer for the client, from what was understood and nothing else.
enum ResponseWriter {
    /// `Via` for what came over HTTP/1.1, and over HTTP/2 (RFC 9110, 7.6.3).
    static var viaHTTP1: StaticString { "via: 1.1 headgate\r\n" }
    static var viaHTTP2: StaticString { "via: 2 headgate\r\n" }

    /// Appends status line and the fields that may pass, without framing and without the empty line.
    static func append(_ head: borrowing ResponseHead, to out: inout ByteBuffer) {
        H1Serializer.statusLine(head.status, into: &out)
        H1Serializer.fields(head.fields, except: HopByHop.response, into: &out)
    }

    /// How the body leaves for a client of `version`. A stream that ends with its head needs no length to be empty, and
    /// is told none that the upstream did not announce.
    static func framing(of head: borrowing ResponseHead, version: HTTPVersion) -> BodyFraming {
        if version == .http2, head.framing == .length(0), head.fields.first(.contentLength) == nil { return .none }
        return framing(for: head.framing, version: version)
    }

    /// How the body leaves for a client of `version`, given how it comes.
    static func framing(for incoming: BodyFraming, version: HTTPVersion) -> BodyFraming {
        switch incoming {
        case .none, .length: incoming
        // HTTP/1.0 knows no chunks: the end of the connection ends the body (RFC 9112, 6.1).
        case .chunked, .untilClose: version == .http10 ? .untilClose : .chunked
        }
    }

    /// Appends the fields that frame the body, `Via`, what becomes of the connection, and the empty line.
    ///
    /// - Parameters:
    ///   - declaredLength: the length that an answer without body announces (HEAD, 304), if it does.
    ///   - viaLine: `Via` with the version of HTTP over which the answer came.
    ///   - version: the client's.
    static func appendFraming(
        _ framing: BodyFraming,
        declaredLength: ByteView?,
        viaLine: StaticString,
        version: HTTPVersion,
        keepsAlive: Bool,
        to out: inout ByteBuffer
    ) {
        switch framing {
        case .none:
            if let declaredLength {
                out.append("content-length: ")
                out.append(declaredLength)
                out.append("\r\n")
            }
        case .length(let length):
            out.append("content-length: ")
            out.appendDecimal(length)
            out.append("\r\n")
        // A stream frames its content itself (RFC 9113, 8.2.2).
        case .chunked where version == .http2: break
        case .chunked: out.append("transfer-encoding: chunked\r\n")
        case .untilClose: break
        }
        out.append(viaLine)
        if !keepsAlive {
            out.append("connection: close\r\n")
        } else if version == .http10 {
            out.append("connection: keep-alive\r\n")
        }
        out.append("\r\n")
    }
}
