// What a request head says, from bytes.

import Bytes

/// Reads request heads, strictly: in one pass, in place, refusing instead of repairing (RFC 9112, 3 to 6).
public struct H1RequestParser {
    /// Reads the head at the front of `bytes` and returns its length; what follows it is not looked at.
    ///
    /// Empty lines before the request line are skipped and count as part of it. Throws `incompleteHead` when the empty
    /// line that ends the head is not there yet; wait for it with `H1HeadScan` then, which does not start over. After a
    /// throw the head says nothing.
    @discardableResult
    public static func parse(
        _ bytes: ByteView,
        into head: inout RequestHead,
        limits: H1Limits
    ) throws(H1Error) -> Int {
        let bounded = bytes.prefix(limits.headBytes + 2 * limits.leadingEmptyLines)
        head.reset(bytes: bounded)
        do throws(H1Error) {
            let start = try skipEmptyLines(bounded, atMost: limits.leadingEmptyLines)
            let fieldsStart = try H1RequestLine.read(bounded, from: start, into: &head, limits: limits)
            let end = try H1FieldSection.read(bounded, from: fieldsStart, into: &head.fields)
            guard end - start <= limits.headBytes else { throw .headTooLarge }
            // The table may have room for the fields of a more generous listener.
            guard head.fields.count <= limits.fields else { throw .tooManyFields }
            head.fields.cut(to: end)
            try understand(&head)
            return end
        } catch {
            head.reset(bytes: .empty)
            throw error == .incompleteHead && bounded.count < bytes.count ? .headTooLarge : error
        }
    }

    /// The index of the first byte that is not part of an empty line (RFC 9112, 2.2).
    private static func skipEmptyLines(_ bytes: ByteView, atMost limit: Int) throws(H1Error) -> Int {
        var at = 0
        var skipped = 0
        while at + 1 < bytes.count, bytes[at] == 0x0D, bytes[at + 1] == 0x0A {
            skipped += 1
            guard skipped <= limit else { throw .tooManyEmptyLines }
            at += 2
        }
        return at
    }

    /// Draws the conclusions that need all fields: whom it is for, where it ends, whether the connection stays.
    private static func understand(_ head: inout RequestHead) throws(H1Error) {
        try H1RequestTarget.settleAuthority(&head)
        head.framing = try .request(head.fields, version: head.version)
        let persistence = H1Persistence(head.fields, version: head.version)
        head.fields.connectionMayNameFields = persistence.namesOthers
        head.keepAlive = persistence.keepAlive
        head.wantsUpgrade =
            persistence.namesUpgrade && head.version == .http11 && head.fields.contains(.upgrade)
        if head.fields.contains(.te) { head.acceptsTrailers = listsTrailers(head.fields) }
        if head.fields.contains(.expect) { try settleExpectation(&head) }
    }

    /// Whether a `TE` field lists `trailers`, which has no weight (RFC 9110, 10.1.4).
    private static func listsTrailers(_ fields: borrowing Fields) -> Bool {
        var index = fields.firstIndex(of: .te)
        while let found = index {
            for element in fields[found].value.listElements where element.spells("trailers") { return true }
            index = fields.firstIndex(of: .te, from: found + 1)
        }
        return false
    }

    /// `Expect` knows one word. HTTP/1.0 did not know it and is ignored (RFC 9110, 10.1.1).
    private static func settleExpectation(_ head: inout RequestHead) throws(H1Error) {
        guard head.version == .http11, let value = head.fields.first(.expect) else { return }
        guard !head.fields.isRepeated(.expect), value.spells("100-continue") else {
            throw .unknownExpectation
        }
        head.expectsContinue = head.framing.mayHaveBytes
    }
}
