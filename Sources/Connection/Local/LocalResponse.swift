// What does a cold house answer?

import Bytes
import HTTP

/// A whole response of the gateway itself, as a plain value. The server adds `Content-Length` and `Connection`; there is no `Date`.
public struct LocalResponse: Sendable {
    public var status: Status
    /// Fields beside `Content-Length` and `Connection`, which the server writes. A malformed one is left out.
    public var headers: [LocalRequest.Pair]
    public var body: [UInt8]

    public init(_ status: Status, headers: [LocalRequest.Pair] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of `type`, such as `application/json`.
    public init(_ status: Status, type: String, _ body: [UInt8]) {
        self.init(status, headers: [("content-type", type)], body: body)
    }

    /// Plain text in UTF-8.
    public static func text(_ status: Status, _ text: String) -> LocalResponse {
        LocalResponse(status, type: "text/plain; charset=utf-8", Array(text.utf8))
    }

    /// JSON that is already written.
    public static func json(_ status: Status = .ok, _ bytes: [UInt8]) -> LocalResponse {
        LocalResponse(status, type: "application/json", bytes)
    }

    /// What a fault of the client is told: the status and its reason in one line.
    public static func fault(_ status: Status, _ reason: String) -> LocalResponse {
        .text(status, "\(status.rawValue) \(status.reason): \(reason)\n")
    }

    /// The same answer with one more field.
    public func adding(_ name: String, _ value: String) -> LocalResponse {
        var response = self
        response.headers.append((name, value))
        return response
    }

    /// The first value of a field, whatever the case of its name, or nil.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The bytes on the wire. An answer to HEAD has the length of the body, but not the body (RFC 9110, 9.3.2).
    public func serialized(toHead: Bool = false, keepAlive: Bool) -> [UInt8] {
        var buffer = ByteBuffer(capacity: 256 + body.count)
        H1Serializer.statusLine(status, into: &buffer)
        for header in headers {
            header.name.withByteView { name in
                header.value.withByteView { value in
                    _ = H1Serializer.checkedField(name, value, into: &buffer)
                }
            }
        }
        if !status.forbidsBody { H1Serializer.field(.contentLength, decimal: UInt64(body.count), into: &buffer) }
        if !keepAlive { H1Serializer.field(.connection, ByteView("close"), into: &buffer) }
        H1Serializer.endOfHead(into: &buffer)
        if !toHead, !status.forbidsBody { body.withByteView { buffer.append($0) } }
        return buffer.readable.array
    }
}
