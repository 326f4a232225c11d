// How does an understood request look when it goes on to the upstream?

import Bytes
import HTTP

/// Writes the head of a request for the upstream, from what was understood and nothing else.
///
/// The tracing fields are not here: they belong to the attempt and are appended by it.
enum RequestWriter {
    /// Appends request line and fields, without the empty line that ends the head.
    static func append(_ head: borrowing RequestHead, forwarded: ForwardedFields, to out: inout ByteBuffer) {
        out.append(head.methodBytes)
        out.append(" ")
        out.append(head.isAsterisk ? ByteView("*") : head.path)
        if let query = head.query {
            out.append("?")
            out.append(query)
        }
        out.append(" HTTP/1.1\r\nhost: ")
        out.append(head.authority)
        out.append("\r\n")
        appendPassing(head.fields, isTrusted: forwarded.isTrusted, version: head.version, to: &out)
        appendFraming(head, to: &out)
        forwarded.append(authority: head.authority, incoming: head.fields, to: &out)
        out.append("via: 1.1 headgate\r\n")
    }

    /// Appends the fields that may pass, as they came.
    private static func appendPassing(
        _ fields: borrowing Fields,
        isTrusted: Bool,
        version: HTTPVersion,
        to out: inout ByteBuffer
    ) {
        var held = isTrusted ? HopByHop.request : HopByHop.untrustedRequest
        // An HTTP/1.0 client cannot wait for an interim answer (RFC 9110, 10.1.1).
        if version == .http10 { held.insert(.expect) }
        if isTrusted || !HopByHop.hasForeignSteering(fields) {
            H1Serializer.fields(fields, except: held, into: &out)
        } else {
            appendOneByOne(fields, except: held, to: &out)
        }
    }

    /// The slow way, for a request that carries fields which steer other products.
    @inline(never)
    private static func appendOneByOne(
        _ fields: borrowing Fields,
        except held: FieldNameSet,
        to out: inout ByteBuffer
    ) {
        for index in 0..<fields.count {
            let field = fields[index]
            if held.contains(field.id) || fields.isHopByHop(field) { continue }
            if field.id == .other, HopByHop.isForeignSteering(field.name) { continue }
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
