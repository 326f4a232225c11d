// How is an HTTP/1.1 message taken off a socket?

/// Reads messages from a socket, plainly: a twin of the gateway's own parsers that shares no line with them.
///
/// It keeps what came early for the next message, so that pipelined messages come out one by one.
final class MessageReader {
    let socket: TestSocket
    /// What was received and not yet consumed.
    private(set) var waiting: [UInt8] = []
    /// Every byte received so far.
    private(set) var everything: [UInt8] = []
    private(set) var ending: Received?

    init(_ socket: TestSocket) {
        self.socket = socket
    }

    /// The start line and the fields; nil when the flow ended before the first byte of a head.
    func head(within patience: Patience = .usual) throws -> (start: String, fields: FieldLines, raw: String)? {
        let blank = Array("\r\n\r\n".utf8)
        while true {
            if let end = waiting.firstPosition(of: blank) {
                let raw = take(end + blank.count)
                var lines = String(decoding: raw, as: UTF8.self).components(separatedByCRLF: ())
                let start = lines.isEmpty ? "" : lines.removeFirst()
                return (start, FieldLines(lines.filter { !$0.isEmpty }), String(decoding: raw, as: UTF8.self))
            }
            guard try fill(within: patience) else {
                if waiting.isEmpty { return nil }
                throw TestFailure("the flow ended inside a head: \(String(decoding: waiting, as: UTF8.self))")
            }
        }
    }

    /// Up to `count` bytes: fewer when the flow ended first.
    func bytes(_ count: Int) throws -> [UInt8] {
        while waiting.count < count, try fill() {}
        return take(min(count, waiting.count))
    }

    /// Everything up to the end of the flow.
    func rest() throws -> [UInt8] {
        while try fill() {}
        return take(waiting.count)
    }

    /// A line without its CRLF; nil when the flow ended first.
    func line() throws -> String? {
        let crlf = Array("\r\n".utf8)
        while true {
            if let end = waiting.firstPosition(of: crlf) {
                return String(decoding: take(end + 2).dropLast(2), as: UTF8.self)
            }
            guard try fill() else { return nil }
        }
    }

    /// A chunked body with its trailers; `isWhole` is false when the flow ended before the last chunk's end.
    func chunkedBody() throws -> (body: [UInt8], trailers: FieldLines, isWhole: Bool) {
        var body: [UInt8] = []
        while let sizeLine = try line() {
            let digits = sizeLine.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
            guard let size = Int(digits, radix: 16) else { throw TestFailure("no chunk size: \(sizeLine)") }
            if size == 0 {
                var trailers: [String] = []
                while let text = try line() {
                    if text.isEmpty { return (body, FieldLines(trailers), true) }
                    trailers.append(text)
                }
                return (body, FieldLines(trailers), false)
            }
            let piece = try bytes(size)
            body += piece
            guard piece.count == size, try bytes(2) == Array("\r\n".utf8) else { break }
        }
        return (body, FieldLines(), false)
    }

    private func take(_ count: Int) -> [UInt8] {
        let bytes = Array(waiting[..<count])
        waiting.removeFirst(count)
        return bytes
    }

    /// Receives once; false when the flow has ended.
    private func fill(within patience: Patience = .usual) throws -> Bool {
        guard ending == nil else { return false }
        switch try socket.receive(within: patience) {
        case .bytes(let bytes):
            waiting += bytes
            if everything.count < 1 << 20 { everything += bytes }
            return true
        case let end:
            ending = end
            return false
        }
    }
}

extension [UInt8] {
    /// Where `needle` begins, searched plainly.
    fileprivate func firstPosition(of needle: [UInt8]) -> Int? {
        guard count >= needle.count else { return nil }
        return (0...(count - needle.count)).first { self[$0..<($0 + needle.count)].elementsEqual(needle) }
    }
}

extension String {
    /// Lines at CRLF only. (Swift sees CRLF as one character, which makes this a plain split.)
    fileprivate func components(separatedByCRLF: Void) -> [String] {
        split(separator: "\r\n" as Character, omittingEmptySubsequences: false).map(String.init)
    }
}
