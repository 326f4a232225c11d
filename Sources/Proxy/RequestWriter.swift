// How does an understood request look when it goes on to the upstream?

import Bytes
import HTTP

/// Writes the head of a request for the upstream, from what was understood and nothing else.
///
/// The tracing fields are not here: they belong to the attempt and are appended by it.
enum RequestWriter {
    /// Appends request line and fields, without the empty line that ends the head.
    ///
    /// - Parameters:
    ///   - authority: what stands in `Host`; the request's own unless it has none.
    ///   - dropsRefused: whether the fields that `HopByHop.isRefused` names are left out.
    ///   - isCall: whether it is a gRPC call.
    static func append(
        _ head: borrowing RequestHead,
        authority: ByteView,
        forwarded: ForwardedFields,
        dropsRefused: Bool,
        isCall: Bool = false,
        to out: inout ByteBuffer
    ) {
        // Extended CONNECT becomes the handshake of HTTP/1.1, with a key of ours (RFC 8441, 5).
        out.append(head.isExtendedConnect ? ByteView("GET") : head.methodBytes)
        out.append(" ")
        out.append(head.isAsterisk ? ByteView("*") : head.path)
        if let query = head.query {
            out.append("?")
            out.append(query)
        }
        out.append(" HTTP/1.1\r\nhost: ")
        out.append(authority)
        out.append("\r\n")
        var held = forwarded.isTrusted ? HopByHop.request : HopByHop.untrustedRequest
        // An HTTP/1.0 client cannot wait for an interim answer (RFC 9110, 10.1.1).
        if head.version == .http10 { held.insert(.expect) }
        // Each attempt says how much of its call's time is left.
        if isCall { held.insert(.grpcTimeout) }
        if dropsRefused || head.isExtendedConnect {
            appendOneByOne(head, except: held, isTrusted: forwarded.isTrusted, to: &out)
        } else {
            H1Serializer.fields(head.fields, except: held, into: &out)
        }
        if !head.isExtendedConnect { appendFraming(head, to: &out) }
        forwarded.append(authority: head.authority, incoming: head.fields, to: &out)
        out.append(head.version == .http2 ? "via: 2 headgate\r\n" : "via: 1.1 headgate\r\n")
    }

    /// The slow way, for a request that carries fields which steer other products, or that belong to another handshake.
    @inline(never)
    private static func appendOneByOne(
        _ head: borrowing RequestHead,
        except held: FieldNameSet,
        isTrusted: Bool,
        to out: inout ByteBuffer
    ) {
        for index in 0..<head.fields.count {
            let field = head.fields[index]
            if held.contains(field.id) || head.fields.isHopByHop(field) { continue }
            if field.id == .other, HopByHop.isRefused(field.name, isTrusted: isTrusted) { continue }
            if head.isExtendedConnect, TunnelFields.isHandshake(field.name) { continue }
            H1Serializer.field(field, into: &out)
        }
    }

    private static func appendFraming(_ head: borrowing RequestHead, to out: inout ByteBuffer) {
        switch head.framing {
        case .none:
            // `Content-Length: 0` said something to the upstream; nothing at all would say something else.
            if head.fields.contains(.contentLength) { out.append("content-length: 0\r\n") }
        case .length(let length):
            out.append("content-length: ")
            out.appendDecimal(length)
            out.append("\r\n")
        case .chunked, .untilClose: out.append("transfer-encoding: chunked\r\n")
        }
    }
}
