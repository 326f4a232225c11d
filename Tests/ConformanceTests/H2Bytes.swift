// How does a test write the bytes of HTTP/2 by hand?

/// Frames (RFC 9113, 4.1 and 6) and header blocks (RFC 7541, 6) as a client may send them, well made or not.
enum H2Bytes {
    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    enum Flag {
        static let endStream: UInt8 = 0x1
        static let ack: UInt8 = 0x1
        static let endHeaders: UInt8 = 0x4
        static let padded: UInt8 = 0x8
        static let priority: UInt8 = 0x20
    }

    // MARK: Frames

    static func frame(_ type: UInt8, flags: UInt8 = 0, on stream: UInt32 = 0, _ payload: [UInt8] = []) -> [UInt8] {
        let length = UInt32(payload.count)
        return Array(number(length).dropFirst()) + [type, flags] + number(stream) + payload
    }

    static func data(_ payload: [UInt8], on stream: UInt32 = 1, flags: UInt8 = Flag.endStream) -> [UInt8] {
        frame(0x0, flags: flags, on: stream, payload)
    }

    static func data(_ text: String, on stream: UInt32 = 1, flags: UInt8 = Flag.endStream) -> [UInt8] {
        data(Array(text.utf8), on: stream, flags: flags)
    }

    static func headers(
        _ block: [UInt8] = request(),
        on stream: UInt32 = 1,
        flags: UInt8 = Flag.endHeaders | Flag.endStream
    ) -> [UInt8] {
        frame(0x1, flags: flags, on: stream, block)
    }

    /// A request that has content to follow.
    static func open(_ block: [UInt8] = request(method: "POST"), on stream: UInt32 = 1) -> [UInt8] {
        headers(block, on: stream, flags: Flag.endHeaders)
    }

    static func priority(on stream: UInt32, dependsOn other: UInt32 = 0) -> [UInt8] {
        frame(0x2, on: stream, number(other) + [15])
    }

    static func reset(_ code: UInt32 = 0x8, on stream: UInt32 = 1) -> [UInt8] { frame(0x3, on: stream, number(code)) }

    static func settings(_ entries: (id: UInt16, value: UInt32)...) -> [UInt8] {
        frame(0x4, entries.flatMap { [UInt8($0.id >> 8), UInt8($0.id & 0xFF)] + number($0.value) })
    }

    static let settingsAck = frame(0x4, flags: Flag.ack)

    static func ping(_ payload: [UInt8] = Array("headgate".utf8), flags: UInt8 = 0, on stream: UInt32 = 0) -> [UInt8] {
        frame(0x6, flags: flags, on: stream, payload)
    }

    static func goAway(_ code: UInt32 = 0, on stream: UInt32 = 0) -> [UInt8] {
        frame(0x7, on: stream, number(0) + number(code))
    }

    static func windowUpdate(_ increment: UInt32, on stream: UInt32 = 0) -> [UInt8] {
        frame(0x8, on: stream, number(increment))
    }

    static func continuation(_ block: [UInt8], on stream: UInt32 = 1, flags: UInt8 = Flag.endHeaders) -> [UInt8] {
        frame(0x9, flags: flags, on: stream, block)
    }

    /// Four bytes, the highest first.
    static func number(_ value: UInt32) -> [UInt8] {
        [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
    }

    // MARK: Header blocks

    /// The block of a request that has all it needs; a field that is nil is left out.
    static func request(
        method: String? = "GET",
        scheme: String? = "http",
        path: String? = "/",
        authority: String? = "a.example",
        _ fields: (name: String, value: String)...
    ) -> [UInt8] {
        let pseudo = [(":method", method), (":scheme", scheme), (":path", path), (":authority", authority)]
        return pseudo.flatMap { name, value in value.map { field(name, $0) } ?? [] }
            + fields.flatMap { field($0.name, $0.value) }
    }

    /// A literal field without indexing, with a literal name (RFC 7541, 6.2.2).
    static func field(_ name: String, _ value: String) -> [UInt8] { [0x00] + string(name) + string(value) }

    static func field(_ name: String, _ value: [UInt8]) -> [UInt8] {
        [0x00] + string(name) + integer(value.count, prefix: 7) + value
    }

    /// A string without Huffman code (RFC 7541, 5.2).
    static func string(_ text: String) -> [UInt8] { integer(text.utf8.count, prefix: 7) + Array(text.utf8) }

    /// An integer behind so many bits of prefix, whose other bits are `high` (RFC 7541, 5.1).
    static func integer(_ value: Int, prefix: Int, high: UInt8 = 0) -> [UInt8] {
        let most = 1 << prefix - 1
        if value < most { return [high | UInt8(value)] }
        var bytes = [high | UInt8(most)]
        var rest = value - most
        while rest >= 128 {
            bytes.append(UInt8(rest % 128) | 0x80)
            rest /= 128
        }
        return bytes + [UInt8(rest)]
    }
}
