// Which response do the bytes of a client's connection hold?

import Bytes
import HTTP

/// Bytes in, one whole response out; no I/O. Interim responses are passed over.
struct ClientResponseReader: ~Copyable {
    enum Step: Sendable {
        case needMore
        /// The response, and whether the connection may carry another request.
        case response(ClientResponse, keepAlive: Bool)
        case failed(H1Error)
    }

    private let limits: ClientLimits
    private let method: HTTP.Method
    private var buffer = ByteBuffer()
    private var scan: H1HeadScan
    private var head: ResponseHead
    private var reader: BodyReader
    private var response: ClientResponse?
    /// Whether any byte of the answer has come.
    private(set) var hasBegun = false

    init(to method: HTTP.Method, limits: ClientLimits) {
        self.limits = limits
        self.method = method
        scan = H1HeadScan(.response, limits: limits.h1)
        head = ResponseHead(limits: limits.h1)
        reader = BodyReader(framing: .none, limits: limits.h1)
    }

    mutating func append(_ bytes: [UInt8]) {
        hasBegun = true
        bytes.withByteView { buffer.append($0) }
    }

    mutating func next() -> Step {
        while response == nil {
            switch scan.scan(buffer.readable) {
            case .incomplete: return .needMore
            case .failed(let error): return .failed(error)
            case .complete(let length):
                do throws(H1Error) { try readHead(length) } catch { return .failed(error) }
            }
        }
        return readBody()
    }

    /// The peer has sent its last byte: the end of a body that ends with the connection, or a fault.
    mutating func inputEnded() -> Step {
        guard response != nil else { return .failed(.incompleteHead) }
        if let error = reader.inputEnded() { return .failed(error) }
        return finish()
    }

    private mutating func readHead(_ length: Int) throws(H1Error) {
        try H1ResponseParser.parse(
            buffer.readable.prefix(length),
            into: &head,
            requestMethod: method,
            limits: limits.h1
        )
        // We never ask to leave HTTP/1.1, so nobody may.
        if head.switchesProtocols { throw .malformedStatus }
        if !head.isInterim {
            response = makeResponse()
            reader.begin(framing: head.framing, bodyLimit: limits.bodyBytes)
        }
        buffer.consume(length)
        scan = H1HeadScan(.response, limits: limits.h1)
    }

    private func makeResponse() -> ClientResponse {
        var response = ClientResponse(status: head.status)
        for index in 0..<head.fields.count {
            let field = head.fields[index]
            response.headers.append((String(field.name), String(field.value)))
        }
        return response
    }

    private mutating func readBody() -> Step {
        while true {
            switch reader.next(buffer.readable) {
            case .data(let bytes, let consumed):
                response?.body.append(contentsOf: bytes.array)
                buffer.consume(consumed)
            case .needMore(let consumed):
                buffer.consume(consumed)
                return .needMore
            case .end(let consumed):
                buffer.consume(consumed)
                return finish()
            case .failed(let error): return .failed(error)
            }
        }
    }

    private mutating func finish() -> Step {
        guard let done = response.take() else { return .needMore }
        // Bytes behind a whole answer belong to no request of ours.
        return .response(done, keepAlive: head.keepAlive && buffer.isEmpty)
    }
}
