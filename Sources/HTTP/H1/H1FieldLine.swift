// Where name and value lie in one header line.

import Bytes
import CBytes

/// One header line `name: value CRLF`, found and checked (RFC 9112, 5).
struct H1FieldLine {
    let nameStart: Int
    let nameEnd: Int
    let valueStart: Int
    let valueEnd: Int
    /// The index behind the line's end.
    let next: Int

    /// Reads the line that begins at `start`. Throws `incompleteHead` when its end is not there yet.
    @inline(__always)
    init(_ bytes: ByteView, at start: Int) throws(H1Error) {
        precondition(start >= 0 && start < bytes.count, "A line begins outside of its head.")
        // Sound: the scan is told how many bytes there are, and begins inside of them.
        let line = unsafe CBytes_field_line(bytes.start.unsafelyUnwrapped, bytes.count, start)
        guard line.next != 0 else { throw Self.fault(bytes, at: start) }
        nameStart = start
        nameEnd = Int(line.name_end)
        valueStart = Int(line.value_start)
        valueEnd = Int(line.value_end)
        next = Int(line.next)
    }

    /// Whether the line reads as it would be written, with one space behind the colon and none at the end.
    var isVerbatim: Bool { valueStart == nameEnd &+ 2 && valueEnd &+ 2 == next }

    /// What is wrong with the line at `start`, or that it is not all there yet.
    @inline(never)
    private static func fault(_ bytes: ByteView, at start: Int) -> H1Error {
        let colon = bytes.endOfToken(from: start)
        guard colon > start, colon < bytes.count, bytes[colon] == 0x3A else {
            return faultInName(bytes, start: start, end: colon)
        }
        return faultInText(bytes, at: bytes.endOfFieldText(from: colon + 1))
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// What is wrong with a line whose name ends at `end` without a colon.
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
