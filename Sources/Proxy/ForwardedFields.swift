// What does the gateway tell an upstream about the client it speaks for?

import Bytes
import HTTP
import Wire

/// `X-Forwarded-For/-Proto/-Host` and `Forwarded` (RFC 7239).
///
/// What an untrusted client says about itself is replaced; what a trusted proxy says is kept and continued.
struct ForwardedFields {
    let peer: SocketAddress
    let isSecure: Bool
    let isTrusted: Bool

    /// Appends the four fields, each with its line end.
    func append(authority: ByteView, incoming fields: borrowing Fields, to out: inout ByteBuffer) {
        out.append("x-forwarded-for: ")
        if isTrusted { continueList(.xForwardedFor, fields, to: &out) }
        appendPeer(to: &out)
        appendProto(fields, to: &out)
        let host = told(.xForwardedHost, fields) ?? authority
        if !host.isEmpty {
            out.append("\r\nx-forwarded-host: ")
            out.append(host)
        }
        out.append("\r\nforwarded: ")
        if isTrusted { continueList(.forwarded, fields, to: &out) }
        appendForwarded(authority: authority, to: &out)
    }

    /// What a trusted proxy already said.
    private func told(_ name: FieldName, _ fields: borrowing Fields) -> ByteView? {
        guard isTrusted, let value = fields.first(name), !value.isEmpty else { return nil }
        return value
    }

    /// Several lines of a list field mean one list (RFC 9110, 5.3).
    private func continueList(_ name: FieldName, _ fields: borrowing Fields, to out: inout ByteBuffer) {
        var index = fields.firstIndex(of: name)
        while let found = index {
            if !fields[found].value.isEmpty {
                out.append(fields[found].value)
                out.append(", ")
            }
            index = fields.firstIndex(of: name, from: found + 1)
        }
    }

    private func appendPeer(to out: inout ByteBuffer) {
        switch peer {
        case .ip(let address, _): address.write(to: &out)
        case .unix: out.append("unknown")
        }
    }

    private func appendProto(_ fields: borrowing Fields, to out: inout ByteBuffer) {
        if let proto = told(.xForwardedProto, fields) {
            out.append("\r\nx-forwarded-proto: ")
            out.append(proto)
        } else {
            out.append(isSecure ? "\r\nx-forwarded-proto: https" : "\r\nx-forwarded-proto: http")
        }
    }

    private func appendForwarded(authority: ByteView, to out: inout ByteBuffer) {
        out.append("for=")
        switch peer {
        case .ip(let address, _) where address.isIPv4: address.write(to: &out)
        case .ip(let address, _):
            // An IPv6 address holds colons, so it is bracketed and quoted (RFC 7239, 6).
            out.append("\"[")
            address.write(to: &out)
            out.append("]\"")
        case .unix: out.append("unknown")
        }
        guard !authority.isEmpty else {
            out.append(isSecure ? ";proto=https\r\n" : ";proto=http\r\n")
            return
        }
        out.append(";host=\"")
        out.append(authority)
        out.append(isSecure ? "\";proto=https\r\n" : "\";proto=http\r\n")
    }
}
