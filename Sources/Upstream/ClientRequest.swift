// What does a cold house ask of another server?

import Bytes
import HTTP
import Wire

/// A whole request of the gateway's own client.
public struct ClientRequest: Sendable {
    public var method: HTTP.Method
    public var url: ClientURL
    /// Fields beside `Host`, `Content-Length` and `Connection`, which the client writes. A malformed one is left out.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Where to connect instead of the URL's host and port: a unix socket, for example.
    public var address: SocketAddress?
    /// Whether the request may be sent again when a kept connection died under it, because twice is as good as once.
    public var isRepeatable: Bool

    public init(
        _ method: HTTP.Method = .get,
        _ url: ClientURL,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        address: SocketAddress? = nil,
        isRepeatable: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.address = address
        self.isRepeatable = isRepeatable ?? method.isIdempotent
    }

    /// The bytes on the wire.
    public func serialized() -> [UInt8] {
        var buffer = ByteBuffer(capacity: 512 + body.count)
        url.target.withByteView {
            H1Serializer.requestLine(method: ByteView(method.name), path: $0, query: nil, into: &buffer)
        }
        url.authority.withByteView { H1Serializer.field(.host, $0, into: &buffer) }
        for header in headers {
            header.name.withByteView { name in
                header.value.withByteView { value in
                    _ = H1Serializer.checkedField(name, value, into: &buffer)
                }
            }
        }
        if !body.isEmpty || method == .post || method == .put || method == .patch {
            H1Serializer.field(.contentLength, decimal: UInt64(body.count), into: &buffer)
        }
        H1Serializer.endOfHead(into: &buffer)
        body.withByteView { buffer.append($0) }
        return buffer.readable.array
    }
}
