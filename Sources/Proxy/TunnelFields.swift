// What do heads say that begin a tunnel?

import Bytes
import HTTP
import Wire

/// Reads and writes what a WebSocket handshake says, over HTTP/1.1 (RFC 6455, 4) and on a stream (RFC 8441, 5).
enum TunnelFields {
    /// Whether the head asks for WebSocket and nothing else, in the one way that RFC 6455 has.
    static func asksForWebSocket(_ head: borrowing RequestHead) -> Bool {
        if head.isExtendedConnect { return isWebSocket(head.connectProtocol) }
        return head.wantsUpgrade && head.method == .get && !head.framing.mayHaveBytes && namesWebSocket(head.fields)
    }

    /// Whether an answer switches to WebSocket, which was asked for, and to nothing else.
    static func agrees(_ head: borrowing ResponseHead, to key: WebSocketKey?) -> Bool {
        guard namesWebSocket(head.fields), head.fields.connectionNames(ByteView("upgrade")) else { return false }
        guard let key else { return true }
        guard let answer = head.fields.first(named: ByteView("sec-websocket-accept")) else { return false }
        return key.isAccepted(by: answer)
    }

    private static func namesWebSocket(_ fields: borrowing Fields) -> Bool {
        guard !fields.isRepeated(.upgrade), let value = fields.first(.upgrade) else { return false }
        return isWebSocket(value)
    }

    private static func isWebSocket(_ name: ByteView) -> Bool { name.equalsIgnoringCase("websocket") }

    /// Appends what asks an HTTP/1.1 upstream for WebSocket. Our own key stands in for a client that has none.
    static func appendWish(key: WebSocketKey?, to out: inout ByteBuffer) {
        out.append("connection: Upgrade\r\nupgrade: websocket\r\n")
        guard let key else { return }
        out.append("sec-websocket-key: ")
        key.append(to: &out)
        out.append("\r\n")
    }

    /// Appends status line and fields of the answer that begins a tunnel, without the empty line.
    ///
    /// - Parameters:
    ///   - isStream: whether the client's side is a stream, where 200 says it and no handshake is seen.
    ///   - key: the client's key, when the upstream saw no handshake, so that we answer it.
    ///   - viaLine: `Via` with the upstream's version of HTTP.
    static func appendAnswer(
        _ head: borrowing ResponseHead,
        isStream: Bool,
        answering key: ByteView?,
        viaLine: StaticString,
        to out: inout ByteBuffer
    ) {
        H1Serializer.statusLine(isStream ? .ok : .switchingProtocols, into: &out)
        for index in 0..<head.fields.count {
            let field = head.fields[index]
            if HopByHop.response.contains(field.id) || head.fields.isHopByHop(field) { continue }
            if field.id == .other, isStream || key != nil, isHandshake(field.name) { continue }
            H1Serializer.field(field, into: &out)
        }
        if !isStream { out.append("connection: Upgrade\r\nupgrade: websocket\r\n") }
        if let key {
            out.append("sec-websocket-accept: ")
            WebSocketKey.appendAnswer(to: key, into: &out)
            out.append("\r\n")
        }
        out.append(viaLine)
    }

    // MARK: From the handshake to extended CONNECT

    /// Appends a head that asks for WebSocket over HTTP/1.1 as one of CONNECT, without the handshake's key.
    static func appendConnect(_ lines: ByteView, to out: inout ByteBuffer) {
        out.append("CONNECT")
        var rest = lines.dropFirst(lines.firstIndex(of: 0x20) ?? 0)
        while let line = nextLine(&rest) {
            if let colon = line.firstIndex(of: 0x3A), isHandshake(line.prefix(colon)) { continue }
            out.append(line)
        }
    }

    /// The key in such a head, or nil.
    static func key(in lines: ByteView) -> ByteView? {
        var rest = lines
        while let line = nextLine(&rest) {
            guard let colon = line.firstIndex(of: 0x3A) else { continue }
            if line.prefix(colon).equalsIgnoringCase("sec-websocket-key") {
                return line.slice(from: colon + 1, count: line.count - colon - 3).trimmed
            }
        }
        return nil
    }

    /// Takes a line off the front, its end included.
    private static func nextLine(_ rest: inout ByteView) -> ByteView? {
        guard let end = rest.firstIndex(of: 0x0A) else { return nil }
        defer { rest = rest.dropFirst(end + 1) }
        return rest.prefix(end + 1)
    }

    /// Whether the field belongs to the handshake of HTTP/1.1, which a stream does without (RFC 8441, 5).
    static func isHandshake(_ name: ByteView) -> Bool {
        name.equalsIgnoringCase("sec-websocket-key") || name.equalsIgnoringCase("sec-websocket-accept")
    }
}
