// Which requests do the bytes of a local connection hold?

import Bytes
import HTTP
import Wire

/// Bytes in, whole requests out; no I/O. Requests may come in any pieces, and several at once.
public struct LocalRequestReader: ~Copyable {
    public enum Step: Sendable {
        /// Hand in more bytes.
        case needMore
        /// The client waits for `100 Continue` before it sends its body. Told once for a request.
        case expectsContinue
        /// The next request, and whether the connection may live on behind its answer.
        case request(LocalRequest, keepAlive: Bool)
        /// Not HTTP, or too much of it: answer with the error's status and close.
        case failed(H1Error)
    }

    private let limits: LocalLimits
    private let peer: SocketAddress
    private var buffer = ByteBuffer()
    private var scan: H1HeadScan
    private var head: RequestHead
    private var reader: BodyReader
    /// The request whose body is being read.
    private var pending: LocalRequest?
    private var awaitsContinue = false

    public init(limits: LocalLimits, peer: SocketAddress) {
        self.limits = limits
        self.peer = peer
        scan = H1HeadScan(.request, limits: limits.h1)
        head = RequestHead(limits: limits.h1)
        reader = BodyReader(framing: .none, limits: limits.h1)
    }

    /// Whether a part of a request is at hand.
    public var hasBegun: Bool { pending != nil || !buffer.isEmpty }

    /// Takes what the connection brought.
    public mutating func append(_ bytes: [UInt8]) { bytes.withByteView { buffer.append($0) } }

    /// What can be said with the bytes at hand. Call it again after each request.
    public mutating func next() -> Step {
        if pending == nil {
            switch scan.scan(buffer.readable) {
            case .incomplete: return .needMore
            case .failed(let error): return .failed(error)
            case .complete(let length):
                do throws(H1Error) { try readHead(length) } catch { return .failed(error) }
            }
        }
        return readBody()
    }

    private mutating func readHead(_ length: Int) throws(H1Error) {
        try H1RequestParser.parse(buffer.readable.prefix(length), into: &head, limits: limits.h1)
        pending = makeRequest()
        awaitsContinue = head.expectsContinue
        reader.begin(framing: head.framing, bodyLimit: limits.bodyBytes)
        buffer.consume(length)
        scan = H1HeadScan(.request, limits: limits.h1)
    }

    private func makeRequest() -> LocalRequest {
        var request = LocalRequest(method: head.method, path: String(head.path), peer: peer)
        if let query = head.query { request.query = QueryText.parameters(String(query)) }
        for index in 0..<head.fields.count {
            let field = head.fields[index]
            request.headers.append((String(field.name), String(field.value)))
        }
        return request
    }

    private mutating func readBody() -> Step {
        while true {
            switch reader.next(buffer.readable) {
            case .data(let bytes, let consumed):
                pending?.body.append(contentsOf: bytes.array)
                buffer.consume(consumed)
            case .needMore(let consumed):
                buffer.consume(consumed)
                if !awaitsContinue { return .needMore }
                awaitsContinue = false
                return .expectsContinue
            case .end(let consumed):
                buffer.consume(consumed)
                return finish()
            case .failed(let error): return .failed(error)
            }
        }
    }

    private mutating func finish() -> Step {
        guard let request = pending.take() else { return .needMore }
        // HTTP/1.0 clients are let go after each answer: it saves a second way to say that they may stay.
        return .request(request, keepAlive: head.keepAlive && head.version == .http11)
    }
}
