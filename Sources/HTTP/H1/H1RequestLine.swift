// What the first line of a request says.

import Bytes

/// `method SP request-target SP HTTP-version CRLF`, with exactly one space each (RFC 9112, 3).
enum H1RequestLine {
    /// Reads the line at `start` and returns the index behind it.
    static func read(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead,
        limits: H1Limits
    ) throws(H1Error) -> Int {
        let methodEnd = bytes.tokenScan(from: start)
        guard methodEnd > start, methodEnd < bytes.count, bytes[methodEnd] == 0x20 else {
            throw fault(bytes, at: methodEnd)
        }
        head.methodRange = ByteRange(start: start, count: methodEnd - start)
        head.method = Method(bytes[head.methodRange])
        let targetEnd = try H1RequestTarget.read(bytes, from: methodEnd + 1, into: &head, limits: limits)
        return try readVersion(bytes, from: targetEnd + 1, into: &head)
    }

    private static func readVersion(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let end = start + 8
        guard end + 1 < bytes.count else { throw faultInVersion(bytes, from: start) }
        let text = bytes.slice(from: start, count: 8)
        if text == "HTTP/1.1" {
            head.version = .http11
        } else if text == "HTTP/1.0" {
            head.version = .http10
        } else {
            throw faultInVersion(bytes, from: start)
        }
        guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { throw faultInVersion(bytes, from: start) }
        return end + 2
    }

    /// What is wrong with a line that has an unexpected byte at `at`.
    @inline(never)
    static func fault(_ bytes: ByteView, at: Int) -> H1Error {
        guard at < bytes.count else { return .incompleteHead }
        let byte = bytes[at]
        if byte == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { return .malformedRequestLine }
        let fault = H1FieldLine.faultInText(bytes, at: at)
        // Visible bytes and those from 0x80 on are no controls; they only stand where they should not.
        return fault == .controlByte && ASCII.isFieldText(byte) ? .malformedRequestLine : fault
    }

    /// What is wrong with the version at `start`, or that it is not all there yet.
    @inline(never)
    private static func faultInVersion(_ bytes: ByteView, from start: Int) -> H1Error {
        let end = bytes.endOfVisible(from: min(start, bytes.count))
        guard end < bytes.count else { return .incompleteHead }
        if bytes[end] == 0x0D, end + 1 == bytes.count { return .incompleteHead }
        guard bytes[end] == 0x0D, bytes[end + 1] == 0x0A else { return fault(bytes, at: end) }
        let text = bytes.slice(from: start, count: end - start)
        return isVersion(text) ? .unsupportedVersion : .malformedVersion
    }

    /// `HTTP/` digit `.` digit (RFC 9112, 2.3).
    private static func isVersion(_ text: ByteView) -> Bool {
        text.count == 8 && text.hasPrefix("HTTP/") && ASCII.isDigit(text[5]) && text[6] == 0x2E
            && ASCII.isDigit(text[7])
    }
}
