// How a message is written.

import Bytes

/// Writes heads, chunks and trailers of HTTP/1.1 to the end of a buffer.
///
/// What comes from a parsed head is well formed already and is written as it is. Values that the gateway makes up from
/// elsewhere go through `checkedField`, which lets nothing pass that could end a line.
public struct H1Serializer {
    /// `GET /path?query HTTP/1.1`.
    public static func requestLine(
        method: ByteView,
        path: ByteView,
        query: ByteView?,
        into buffer: inout ByteBuffer
    ) {
        if let query {
            buffer.append(method, separator: " ", path, terminator: "?")
            buffer.append(query)
        } else {
            buffer.append(method, separator: " ", path, terminator: "")
        }
        buffer.append(" HTTP/1.1\r\n")
    }

    /// `HTTP/1.1 200 OK`, with the phrase that RFC 9110 has for the code. Our own version, whatever the peer's is.
    public static func statusLine(_ status: Status, into buffer: inout ByteBuffer) {
        if status == .ok {
            buffer.append("HTTP/1.1 200 OK\r\n")
            return
        }
        buffer.append("HTTP/1.1 ")
        buffer.appendDecimal(UInt64(status.rawValue))
        buffer.append(0x20)
        buffer.append(status.reason)
        buffer.append("\r\n")
    }

    /// A field whose name and value are known to be well formed.
    public static func field(_ name: ByteView, _ value: ByteView, into buffer: inout ByteBuffer) {
        buffer.append(name, separator: ": ", value, terminator: "\r\n")
    }

    /// A field of a parsed head, with the name as it was sent.
    public static func field(_ field: Field, into buffer: inout ByteBuffer) {
        self.field(field.name, field.value, into: &buffer)
    }

    /// The fields of a parsed head in their order, but for the hop-by-hop ones and those in `dropped`.
    ///
    /// Neighbours that read just as they would be written are copied in one run.
    public static func fields(
        _ fields: borrowing Fields,
        except dropped: FieldNameSet,
        into buffer: inout ByteBuffer
    ) {
        let gone = dropped.union(.hopByHop)
        let asksConnection = fields.connectionMayNameFields && fields.contains(.connection)
        var run = ByteRange.empty
        for index in 0..<fields.count {
            if gone.contains(fields.id(at: index)) { continue }
            if asksConnection, fields.isHopByHop(fields[index]) { continue }
            let line = fields.verbatimLine(at: index)
            if let line, run.end == Int(line.start) {
                run.count += line.count
                continue
            }
            if !run.isEmpty { buffer.append(fields.bytes[run]) }
            run = line ?? .empty
            if line == nil { field(fields[index], into: &buffer) }
        }
        if !run.isEmpty { buffer.append(fields.bytes[run]) }
    }

    /// A well-known field. `.other` has no name and is a mistake.
    public static func field(_ name: FieldName, _ value: ByteView, into buffer: inout ByteBuffer) {
        precondition(name != .other, "An unknown field has no name of its own.")
        field(ByteView(name.canonical), value, into: &buffer)
    }

    /// A field with a number.
    public static func field(_ name: FieldName, decimal value: UInt64, into buffer: inout ByteBuffer) {
        buffer.append(name.canonical)
        buffer.append(": ")
        buffer.appendDecimal(value)
        buffer.append("\r\n")
    }

    /// A field that was made up and may be malformed. Writes nothing and returns false when the name is no token or the
    /// value holds a control byte such as CR, LF or NUL.
    public static func checkedField(_ name: ByteView, _ value: ByteView, into buffer: inout ByteBuffer) -> Bool {
        guard !name.isEmpty, name.endOfToken(from: 0) == name.count, value.endOfFieldText(from: 0) == value.count else {
            return false
        }
        field(name, value.trimmed, into: &buffer)
        return true
    }

    /// The empty line.
    public static func endOfHead(into buffer: inout ByteBuffer) { buffer.append("\r\n") }

    /// The size line of a chunk of `count` bytes. An empty chunk would end the body, so there is none.
    public static func chunkHeader(count: Int, into buffer: inout ByteBuffer) {
        precondition(count > 0, "An empty chunk ends a body.")
        buffer.appendHex(UInt64(count))
        buffer.append("\r\n")
    }

    /// The line end behind the data of a chunk.
    public static func chunkFooter(into buffer: inout ByteBuffer) { buffer.append("\r\n") }

    /// The empty chunk, then the trailer section: lines as `ChunkedDecoder.trailers` has them.
    public static func lastChunk(trailers: ByteView = .empty, into buffer: inout ByteBuffer) {
        buffer.append("0\r\n")
        buffer.append(trailers)
        buffer.append("\r\n")
    }
}
