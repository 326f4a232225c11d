// How does a test get an understood head?

import Bytes
import HTTP
import Testing
import Wire

@testable import Proxy

/// A request head as an upstream gets it, read from what a client sent.
func forwardedHead(
    _ lines: [String],
    peer: String = "192.0.2.7",
    isSecure: Bool = false,
    isTrusted: Bool = false
) throws -> [String] {
    let limits = H1Limits()
    var head = RequestHead(limits: limits)
    let address = try #require(IPAddress(peer))
    let bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    return try bytes.withByteView { view in
        try H1RequestParser.parse(view, into: &head, limits: limits)
        var out = ByteBuffer()
        let forwarded = ForwardedFields(peer: .ip(address, port: 1), isSecure: isSecure, isTrusted: isTrusted)
        RequestWriter.append(
            head,
            authority: head.authority,
            forwarded: forwarded,
            dropsRefused: HopByHop.hasRefused(head.fields, isTrusted: isTrusted),
            to: &out
        )
        return String(out.readable).split(separator: "\r\n" as Character).map(String.init)
    }
}

/// A response head as a client gets it.
func answeredHead(
    _ lines: [String],
    method: Method = .get,
    version: HTTPVersion = .http11,
    keepsAlive: Bool = true
) throws -> [String] {
    let limits = H1Limits()
    var head = ResponseHead(limits: limits)
    let bytes = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
    return try bytes.withByteView { view in
        try H1ResponseParser.parse(view, into: &head, requestMethod: method, limits: limits)
        var out = ByteBuffer()
        ResponseWriter.append(head, to: &out)
        ResponseWriter.appendFraming(
            ResponseWriter.framing(of: head, version: version),
            declaredLength: head.fields.first(.contentLength),
            viaLine: ResponseWriter.viaHTTP1,
            version: version,
            keepsAlive: keepsAlive,
            to: &out
        )
        return String(out.readable).split(separator: "\r\n" as Character).map(String.init)
    }
}
