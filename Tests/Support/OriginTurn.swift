// What can an origin do with one request?

/// One request on one connection, from the origin's side: read its body or not, send whatever bytes.
public final class OriginTurn {
    public let request: RecordedRequest
    private let reader: MessageReader
    private let record: (RecordedRequest) -> Void
    private var bodyIsRead = false

    init(_ request: RecordedRequest, _ reader: MessageReader, record: @escaping (RecordedRequest) -> Void) {
        self.request = request
        self.reader = reader
        self.record = record
    }

    /// Reads the body to its end, records and returns it.
    @discardableResult
    public func readBody() throws -> RecordedRequest {
        var whole = request
        guard !bodyIsRead else { return whole }
        bodyIsRead = true
        // Whoever wants the body says so to a client that waits to be asked (RFC 9110, 10.1.1).
        if request.fields["Expect"]?.lowercased() == "100-continue" { try send("HTTP/1.1 100 Continue\r\n\r\n") }
        if request.fields["Transfer-Encoding"]?.lowercased() == "chunked" {
            let read = try reader.chunkedBody()
            (whole.body, whole.trailers, whole.isWhole) = (read.body, read.trailers, read.isWhole)
        } else {
            let length = request.fields["Content-Length"].flatMap { Int($0) } ?? 0
            whole.body = try reader.bytes(length)
            whole.isWhole = whole.body.count == length
        }
        record(whole)
        return whole
    }

    public func send(_ text: String) throws { try reader.socket.send(text) }

    public func send(_ bytes: [UInt8]) throws { try reader.socket.send(bytes) }

    /// Sends a head with a length and the body; nothing for a HEAD request but the head.
    public func answer(_ status: Int = 200, _ body: String, fields: [String] = []) throws {
        let head = ["HTTP/1.1 \(status) \(Self.reason(of: status))", "Content-Length: \(body.utf8.count)"] + fields
        try send(head.joined(separator: "\r\n") + "\r\n\r\n" + (request.method == "HEAD" ? "" : body))
    }

    /// Up to `count` bytes behind what was read as HTTP: fewer when the flow ended first.
    public func bytes(_ count: Int) throws -> [UInt8] { try reader.bytes(count) }

    /// Sends on a thread of its own, so that something can be read meanwhile.
    public func sendAside(_ bytes: [UInt8]) {
        TestThread.start { [socket = reader.socket] in try? socket.send(bytes) }
    }

    /// Half-closes: nothing more will be sent, what comes is still read.
    public func finishSending() { reader.socket.finishSending() }

    /// Waits until the gateway ends the connection; what comes until then is returned.
    @discardableResult
    public func waitForEnd() throws -> [UInt8] { try reader.rest() }

    /// How the connection ended, once it has.
    public var ending: Received? { reader.ending }

    private static func reason(of status: Int) -> String {
        switch status {
        case 200: "OK"
        case 202: "Accepted"
        case 204: "No Content"
        case 404: "Not Found"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Whatever"
        }
    }
}
