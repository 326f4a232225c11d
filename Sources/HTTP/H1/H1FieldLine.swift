// Where name and value lie in one header line.

import Bytes

/// One header line `name: value CRLF`, found and checked (RFC 9112, 5).
struct H1FieldLine {
    let nameStart: Int
    let nameEnd: Int
    let valueStart: Int
    let valueEnd: Int
    /// The index behind the line's end.
    let next: Int

    /// Reads the line that begins at `start`. Throws `incompleteHead` when its end is not there yet.
    init(_ bytes: ByteView, at start: Int) throws(H1Error) {
        let colon = bytes.endOfToken(from: start)
        guard colon > start, colon < bytes.count, bytes[colon] == 0x3A else {
            throw Self.faultInName(bytes, start: start, end: colon)
        }
        let end = bytes.endOfFieldText(from: colon + 1)
        guard end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A else {
            throw Self.faultInText(bytes, at: end)
        }
        nameStart = start
        nameEnd = colon
        var first = colon + 1
        while first < end, Self.isSpace(bytes[first]) { first += 1 }
        var last = end
        while last > first, Self.isSpace(bytes[last - 1]) { last -= 1 }
        valueStart = first
        valueEnd = last
        next = end + 2
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// What is wrong with a line whose name ends at `end` without a colon.
    @inline(never)
    private static func faultInName(_ bytes: ByteView, start: Int, end: Int) -> H1Error {
        guard end < bytes.count else { return .incompleteHead }
        let byte = bytes[end]
        if isSpace(byte) {
            if end == start { return .foldedLine }
            var next = end
            while next < bytes.count, isSpace(bytes[next]) { next += 1 }
            guard next < bytes.count else { return .incompleteHead }
            return bytes[next] == 0x3A ? .spaceBeforeColon : .invalidFieldName
        }
        if byte == 0x3A { return .emptyFieldName }
        if byte == 0x0D, end + 1 < bytes.count, bytes[end + 1] == 0x0A { return .missingColon }
        let fault = faultInText(bytes, at: end)
        return fault == .controlByte ? .invalidFieldName : fault
    }

    /// What is wrong with the byte at `end`, which may not stand in a line and is not its proper end.
    static func faultInText(_ bytes: ByteView, at end: Int) -> H1Error {
        guard end < bytes.count else { return .incompleteHead }
        switch bytes[end] {
        case 0x00: return .nulByte
        case 0x0A: return .bareLineFeed
        case 0x0D: return end + 1 == bytes.count ? .incompleteHead : .bareCarriageReturn
        default: return .controlByte
        }
    }
}
