// What a response head says, from bytes.

import Bytes

/// Reads response heads as strictly as requests (RFC 9112, 4 to 6).
public struct H1ResponseParser {
    /// Reads the head at the front of `bytes`, the answer to a request with `requestMethod`, and returns its length.
    ///
    /// Throws `incompleteHead` when its end is not there yet. After a throw the head says nothing.
    @discardableResult
    public static func parse(
        _ bytes: ByteView,
        into head: inout ResponseHead,
        requestMethod: Method,
        limits: H1Limits
    ) throws(H1Error) -> Int {
        let bounded = bytes.prefix(limits.headBytes)
        head.reset(bytes: bounded)
        do throws(H1Error) {
            let fieldsStart = try readStatusLine(bounded, into: &head)
            let end = try H1FieldSection.read(bounded, from: fieldsStart, into: &head.fields)
            head.fields.cut(to: end)
            try understand(&head, requestMethod: requestMethod)
            return end
        } catch {
            head.reset(bytes: .empty)
            throw error == .incompleteHead && bounded.count < bytes.count ? .headTooLarge : error
        }
    }

    /// `HTTP-version SP 3DIGIT SP reason CRLF`. The second space may be missing with the reason, as many leave it out.
    private static func readStatusLine(_ bytes: ByteView, into head: inout ResponseHead) throws(H1Error) -> Int {
        guard bytes.count >= 14 else { throw faultInShortLine(bytes) }
        head.version = try version(bytes.prefix(8))
        guard bytes[8] == 0x20 else { throw .malformedStatusLine }
        head.status = try status(bytes.slice(from: 9, count: 3))
        guard bytes[12] == 0x20 || bytes[12] == 0x0D else { throw .malformedStatus }
        let reasonStart = bytes[12] == 0x20 ? 13 : 12
        let end = bytes.endOfFieldText(from: reasonStart)
        guard end + 1 < bytes.count, bytes[end] == 0x0D, bytes[end + 1] == 0x0A else {
            throw H1FieldLine.faultInText(bytes, at: end)
        }
        head.reasonRange = ByteRange(start: reasonStart, count: end - reasonStart)
        return end + 2
    }

    private static func version(_ text: ByteView) throws(H1Error) -> HTTPVersion {
        if text == "HTTP/1.1" { return .http11 }
        if text == "HTTP/1.0" { return .http10 }
        guard text.hasPrefix("HTTP/") else { throw .malformedStatusLine }
        throw ASCII.isDigit(text[5]) && text[6] == 0x2E && ASCII.isDigit(text[7])
            ? .unsupportedVersion : .malformedVersion
    }

    private static func status(_ digits: ByteView) throws(H1Error) -> Status {
        guard let code = Digits.decimal(digits), code >= 100, code <= 599 else { throw .malformedStatus }
        return Status(UInt16(code))
    }

    /// A line too short for a status line: unfinished if it begins like one and has no end yet, else garbage.
    @inline(never)
    private static func faultInShortLine(_ bytes: ByteView) -> H1Error {
        let start = bytes.prefix(5)
        guard start == ByteView("HTTP/").prefix(start.count) else { return .malformedStatusLine }
        return bytes.firstIndex(of: 0x0A) == nil ? .incompleteHead : .malformedStatusLine
    }

    /// Draws the conclusions that need all fields: where the body ends, whether the connection stays.
    private static func understand(_ head: inout ResponseHead, requestMethod: Method) throws(H1Error) {
        head.framing = try .response(head.fields, version: head.version, status: head.status, to: requestMethod)
        let persistence = H1Persistence(head.fields, version: head.version)
        head.fields.connectionMayNameFields = persistence.namesOthers
        head.keepAlive = persistence.keepAlive && head.framing != .untilClose && !announcesForbiddenBody(head)
    }

    /// Whether a 1xx or 204 announces a body all the same (RFC 9112, 6.1 and 6.2 forbid it). A server that does may
    /// send one as well, which would then be taken for the next response; such a connection is not used again.
    private static func announcesForbiddenBody(_ head: borrowing ResponseHead) -> Bool {
        guard head.status.forbidsBody, head.status != .notModified else { return false }
        if head.fields.contains(.transferEncoding) { return true }
        guard let length = head.fields.first(.contentLength) else { return false }
        return length != "0"
    }
}
