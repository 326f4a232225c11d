// How does a test speak HTTP/2, frame by frame?

import Foundation

/// A client that sends exactly the frames it is told to send, sensible or not, and reports every frame that comes.
///
/// It gives credit for DATA and acknowledges SETTINGS and PING by itself unless an option says otherwise.
public final class H2Client: Sendable {
    public let peer: Peer

    /// Connects to a plain port, or over TLS when a certificate is to be trusted; sends preface and `settings` unless
    /// those are nil. Options are those of `h2_client.py`.
    public init(
        port: UInt16,
        trusting certificate: Certificate? = nil,
        settings: [String: Int]? = [:],
        options: [String] = []
    ) throws {
        let tls = certificate.map { ["--tls", $0.certificatePath] } ?? []
        peer = try Peer("h2_client", [String(port)] + tls + options)
        scheme = certificate == nil ? "http" : "https"
        if let settings { try send(["do": "preface", "settings": settings]) }
    }

    private let scheme: String

    /// What ALPN agreed on; nil on a plain connection.
    public var protocolName: String? { peer.events.first?.text }

    // MARK: Sending

    /// One step as `h2_client.py` takes it.
    public func send(_ step: [String: Any]) throws {
        try peer.tell(String(decoding: try JSONSerialization.data(withJSONObject: step), as: UTF8.self))
    }

    /// The four pseudo-header fields of a request, then `fields`.
    public func head(
        _ method: String = "GET",
        _ path: String = "/",
        authority: String = "localhost",
        fields: [[String]] = []
    ) -> [[String]] {
        [[":method", method], [":scheme", scheme], [":authority", authority], [":path", path]] + fields
    }

    /// HEADERS of a request that ends there, unless `end` is false.
    public func request(
        _ stream: Int,
        _ method: String = "GET",
        _ path: String = "/",
        authority: String = "localhost",
        fields: [[String]] = [],
        end: Bool = true
    ) throws {
        let head = head(method, path, authority: authority, fields: fields)
        try send(["do": "headers", "stream": stream, "fields": head, "end": end])
    }

    /// DATA within the flow-control windows; `aside` goes on with the next step meanwhile.
    public func data(
        _ stream: Int,
        _ text: String,
        times: Int = 1,
        end: Bool = true,
        aside: Bool = false
    ) throws {
        try send(["do": "data", "stream": stream, "data": text, "repeat": times, "end": end, "aside": aside])
    }

    /// A trailer section.
    public func trailers(_ stream: Int, _ fields: [[String]]) throws {
        try send(["do": "headers", "stream": stream, "fields": fields, "end": true])
    }

    public func reset(_ stream: Int, code: Int = 8) throws {
        try send(["do": "rst", "stream": stream, "code": code])
    }

    /// Any frame, also one that no library would make; `hex` is its payload.
    public func frame(
        _ type: Int,
        flags: Int = 0,
        stream: Int = 0,
        hex: String = "",
        length: Int? = nil,
        times: Int = 1
    ) throws {
        var step: [String: Any] = [
            "do": "frame", "type": type, "flags": flags, "stream": stream, "hex": hex, "times": times,
        ]
        if let length { step["length"] = length }
        try send(step)
    }

    /// `count` requests on streams from `first` on, each followed at once by `then`: `rst`, or a frame of that type.
    public func requests(
        from first: Int = 1,
        _ count: Int,
        _ method: String = "GET",
        _ path: String = "/",
        fields: [[String]] = [],
        end: Bool = true,
        then: Any? = nil,
        hex: String = ""
    ) throws {
        var step: [String: Any] = [
            "do": "requests", "first": first, "count": count, "fields": head(method, path, fields: fields), "end": end,
            "hex": hex,
        ]
        if let then { step["then"] = then }
        try send(step)
    }

    /// Waits until everything before has been handed to the system.
    public func flush() throws {
        let word = UUID().uuidString
        try send(["do": "mark", "word": word])
        try peer.event("mark") { $0.text == word }
    }

    public func close(reset: Bool = false) throws { try send(["do": "close", "reset": reset]) }

    // MARK: Receiving

    public func frames(_ type: String, stream: Int? = nil) -> [PeerEvent] {
        peer.events.filter { $0.isFrame(type, stream) }
    }

    /// The first frame of that kind; waits for it.
    @discardableResult
    public func frame(
        _ type: String,
        stream: Int? = nil,
        within patience: Patience = .usual,
        where holds: (PeerEvent) -> Bool = { _ in true }
    ) throws -> PeerEvent {
        try peer.first("a \(type) frame", within: patience) { $0.isFrame(type, stream) && holds($0) }
    }

    /// Waits until the stream ends, the connection ends, or the stream is reset.
    public func answer(_ stream: Int, within patience: Patience = .usual) throws -> H2Answer {
        _ = try peer.first("the end of stream \(stream)", within: patience) { event in
            event.event == "end" || event.stream == stream && (event.type == "RstStream" || event.endsStream)
        }
        return H2Answer(stream: stream, peer.events)
    }

    /// One request on a stream, and its answer.
    public func get(_ stream: Int, _ path: String = "/", fields: [[String]] = []) throws -> H2Answer {
        try request(stream, "GET", path, fields: fields)
        return try answer(stream)
    }

    /// Waits for the gateway to end the connection; returns its last GOAWAY, if it sent one.
    @discardableResult
    public func waitForEnd(within patience: Patience = .usual) throws -> PeerEvent? {
        try peer.event("end", within: patience)
        return frames("GoAway").last
    }

    /// Waits until both sides have acknowledged the other's SETTINGS: no frame goes out by itself from then on, as
    /// none may between HEADERS and CONTINUATION.
    public func settle() throws {
        try frame("Settings") { $0.settings != nil }
        try frame("Settings") { $0.flags?.contains("ACK") == true }
        try flush()
    }

    /// Whether a PING is still answered.
    public func isAlive(_ word: String = "stillyou") throws -> Bool {
        try send(["do": "ping", "data": word])
        let answer = try peer.first("an answer to PING") {
            $0.event == "end" || $0.isFrame("Ping", 0) && $0.text == word
        }
        return answer.event != "end"
    }
}

extension PeerEvent {
    fileprivate func isFrame(_ type: String, _ stream: Int?) -> Bool {
        event == "frame" && self.type == type && (stream == nil || self.stream == stream)
    }
}
