// Which one path a request means, for the router and the service alike.

import Bytes

/// The one normal form of a path, so that no rule of the router can be walked around by writing a path differently.
///
/// - An encoded unreserved byte is decoded (`%7E` is `~`); what stays encoded gets upper-case digits (RFC 3986, 6.2.2).
/// - Runs of slashes become one; then dot segments are resolved (RFC 3986, 5.2.4). Climbing above the root is refused.
/// - `%2F` stays an opaque byte of its segment. A dot segment that hides behind parameters or encoded slashes
///   (`/..;x/`, `/..%2F`) is refused: some services see through it.
/// - `\`, controls and NUL, encoded or not, broken escapes, `#`, `"`, `<`, `>`, and bytes that are not ASCII are refused.
///
/// Normalising twice changes nothing more.
public struct PathNormalizer {
    /// Writes the normal form of `raw`, an absolute path without query, to `buffer`, which is emptied first.
    ///
    /// Returns whether it differs from `raw`. When it does not, the buffer may have been left empty: use `raw`.
    public static func normalize(_ raw: ByteView, into buffer: inout ByteBuffer) throws(H1Error) -> Bool {
        guard raw.first == 0x2F else { throw .invalidTarget }
        buffer.clear()
        if raw.endOfPlainPath(from: 0) == raw.count { return false }
        try rewrite(raw, into: &buffer)
        return buffer.readable != raw
    }

    @inline(never)
    private static func rewrite(_ raw: ByteView, into buffer: inout ByteBuffer) throws(H1Error) {
        var at = 0
        while at < raw.count {
            while at < raw.count, raw[at] == 0x2F { at += 1 }
            let start = buffer.count
            buffer.append(0x2F)
            at = try decodeSegment(raw, from: at, into: &buffer)
            try settle(&buffer, segmentAt: start, isLast: at == raw.count)
        }
    }

    /// Decodes up to the next slash and returns its index, or the end of the path.
    private static func decodeSegment(
        _ raw: ByteView,
        from start: Int,
        into buffer: inout ByteBuffer
    ) throws(H1Error) -> Int {
        var at = start
        while at < raw.count, raw[at] != 0x2F {
            let byte = raw[at]
            if byte == 0x25 {
                try decodeEscape(raw, at: at, into: &buffer)
                at += 3
            } else {
                if let fault = fault(of: byte) { throw fault }
                buffer.append(byte)
                at += 1
            }
        }
        return at
    }

    private static func decodeEscape(_ raw: ByteView, at: Int, into buffer: inout ByteBuffer) throws(H1Error) {
        guard at + 2 < raw.count, let high = Digits.hexValue(raw[at + 1]), let low = Digits.hexValue(raw[at + 2]) else {
            throw .invalidEscape
        }
        let byte = high << 4 | low
        if byte < 0x20 || byte == 0x7F { throw .controlInPath }
        if byte == 0x5C { throw .backslashInPath }
        if ASCII.isUnreserved(byte) { buffer.append(byte) } else { buffer.appendEscape(byte) }
    }

    /// What is wrong with a byte that stands in a path as it is.
    private static func fault(of byte: UInt8) -> H1Error? {
        switch byte {
        case 0x5C: .backslashInPath
        case 0x23: .fragmentInTarget
        case 0x00..<0x20, 0x7F: .controlInPath
        case 0x20, 0x22, 0x3C, 0x3E, 0x3F, 0x80...: .invalidPathByte
        default: nil
        }
    }

    /// Resolves the segment that was just written behind the slash at `start`, if it is a dot segment.
    private static func settle(_ buffer: inout ByteBuffer, segmentAt start: Int, isLast: Bool) throws(H1Error) {
        let segment = buffer.readable.dropFirst(start + 1)
        let isParent = segment == ".."
        guard isParent || segment == "." else {
            if hidesDotSegment(segment) { throw .disguisedDotSegment }
            return
        }
        if isParent, start == 0 { throw .pathAboveRoot }
        var end = start
        if isParent {
            repeat { end -= 1 } while buffer.readable[end] != 0x2F
        }
        buffer.truncate(to: end)
        if isLast { buffer.append(0x2F) }
    }

    /// Whether a piece of the segment between encoded slashes, without its parameters, is a dot segment.
    private static func hidesDotSegment(_ segment: ByteView) -> Bool {
        var piece = segment
        while true {
            let end = firstEscape(of: 0x46, in: piece)  // %2F
            let stem = stem(of: piece.prefix(end ?? piece.count))
            if stem == "." || stem == ".." { return true }
            guard let end else { return false }
            piece = piece.dropFirst(end + 3)
        }
    }

    /// The piece up to its first parameter, which `;` begins, encoded or not.
    private static func stem(of piece: ByteView) -> ByteView {
        let plain = piece.firstIndex(of: 0x3B) ?? piece.count
        let encoded = firstEscape(of: 0x42, in: piece) ?? piece.count  // %3B
        return piece.prefix(min(plain, encoded))
    }

    /// The index of the first `%2F` (for `F`) or `%3B` (for `B`); escapes are upper-case by now.
    private static func firstEscape(of lowDigit: UInt8, in piece: ByteView) -> Int? {
        let highDigit: UInt8 = lowDigit == 0x46 ? 0x32 : 0x33
        var from = 0
        while let at = piece.firstIndex(of: 0x25, from: from) {
            if piece[at + 1] == highDigit, piece[at + 2] == lowDigit { return at }
            from = at + 3
        }
        return nil
    }
}
