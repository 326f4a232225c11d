// Where one field lies in the bytes of its message.

import Bytes

/// A line of the table behind `Fields`: sixteen bytes, offsets into the bytes of the message.
struct FieldEntry {
    var nameStart: UInt32
    var valueStart: UInt32
    var valueCount: UInt32
    var nameCount: UInt16
    var id: FieldName
    /// Whether the line reads `name: value CRLF` with one space, just as it would be written.
    var isVerbatim: Bool

    /// Where the value lies.
    var value: ByteRange { ByteRange(start: Int(valueStart), count: Int(valueCount)) }
}
