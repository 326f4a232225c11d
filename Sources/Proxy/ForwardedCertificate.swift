// What is an upstream told about the client's certificate?

import Bytes
import HTTP

/// `X-Forwarded-Client-Cert`, as Envoy defined it: one element for each hop that verified a certificate, ours the last.
///
/// It is written only about a certificate that was verified on this very connection, and continues another's only when a
/// trusted proxy sent that over such a connection. In all other cases what a client writes there is removed.
enum ForwardedCertificate {
    static func append(
        _ element: [UInt8],
        continuing isContinued: Bool,
        incoming fields: borrowing Fields,
        to out: inout ByteBuffer
    ) {
        out.append("x-forwarded-client-cert: ")
        var index = isContinued ? fields.firstIndex(of: .xForwardedClientCert) : nil
        while let found = index {
            if !fields[found].value.isEmpty {
                out.append(fields[found].value)
                out.append(",")
            }
            index = fields.firstIndex(of: .xForwardedClientCert, from: found + 1)
        }
        element.withByteView { out.append($0) }
        out.append("\r\n")
    }
}
