// What a request over HTTP/2 says, from its field section.

import Bytes

/// Reads request heads as strictly as `H1RequestParser` (RFC 9113, 8.1 to 8.3; RFC 8441).
public enum H2RequestReader {
    /// Reads a head that lies in `sections`; what it hands out borrows from there.
    ///
    /// - Parameters:
    ///   - endsStream: whether the section ends the stream, so that there is no content.
    ///   - isSecure: whether the connection is encrypted, which `:scheme` has to agree with.
    ///
    /// After a throw the head says nothing.
    public static func read(
        _ section: H2Section,
        of sections: borrowing H2Sections,
        endsStream: Bool,
        isSecure: Bool,
        into head: inout RequestHead,
        limits: H1Limits
    ) throws(H2MessageError) {
        do throws(H2MessageError) {
            try H2FieldRules.check(section)
            head.reset(bytes: sections.text(of: section))
            guard section.count <= limits.fields, sections.copyFields(of: section, to: &head.fields) else {
                throw .h1(.tooManyFields)
            }
            head.fields.connectionMayNameFields = false
            head.version = .http2
            head.keepAlive = true
            try readPseudoHeaders(section, isSecure: isSecure, into: &head)
            try settle(section, isSecure: isSecure, endsStream: endsStream, into: &head, limits: limits)
        } catch {
            head.reset(bytes: .empty)
            throw error
        }
    }

    // MARK: Pseudo-header fields

    private static func readPseudoHeaders(
        _ section: H2Section,
        isSecure: Bool,
        into head: inout RequestHead
    ) throws(H2MessageError) {
        if section.contains(.status) { throw .misplacedPseudoHeader }
        try readMethod(section, into: &head)
        if head.method == .connect {
            try readConnect(section, into: &head)
        } else if section.contains(.connectProtocol) {
            throw .protocolWithoutConnect
        }
        guard section.contains(.scheme) else { throw .missingScheme }
        guard section.contains(.path) else { throw .missingPath }
        if section.path.isEmpty { throw .emptyPath }
        try check(head.bytes[section.scheme], isSecure: isSecure)
    }

    private static func readMethod(_ section: H2Section, into head: inout RequestHead) throws(H2MessageError) {
        guard section.contains(.method) else { throw .missingMethod }
        // The line ends with CR, which is in no token.
        guard !section.method.isEmpty, head.bytes.tokenScan(from: Int(section.method.start)) == section.method.end
        else { throw .invalidMethod }
        head.methodRange = section.method
        head.method = Method(head.bytes[section.method])
    }

    /// CONNECT is served only to begin another protocol on the stream (RFC 8441, 4).
    private static func readConnect(_ section: H2Section, into head: inout RequestHead) throws(H2MessageError) {
        guard section.contains(.connectProtocol) else { throw .h1(.connectUnsupported) }
        guard section.contains(.scheme), section.contains(.path), section.contains(.authority) else {
            throw .incompleteConnect
        }
        let name = section.connectProtocol
        guard !name.isEmpty, head.bytes.tokenScan(from: Int(name.start)) == name.end else {
            throw .invalidConnectProtocol
        }
        if head.fields.contains(.contentLength) { throw .lengthInConnect }
        head.isExtendedConnect = true
        head.connectProtocolRange = name
    }

    private static func check(_ scheme: ByteView, isSecure: Bool) throws(H2MessageError) {
        let saysSecure = scheme.spells("https")
        guard saysSecure || scheme.spells("http") else { throw .h1(.unsupportedScheme) }
        guard saysSecure == isSecure else { throw .schemeMismatch }
    }

    // MARK: What needs all of them

    private static func settle(
        _ section: H2Section,
        isSecure: Bool,
        endsStream: Bool,
        into head: inout RequestHead,
        limits: H1Limits
    ) throws(H2MessageError) {
        do throws(H1Error) {
            try H2RequestTarget.read(section.path, into: &head, limits: limits)
            try H2RequestTarget.settleAuthority(section, isSecure: isSecure, in: &head)
            head.framing =
                try BodyFraming.announced(by: head.fields, version: .http2) ?? (endsStream ? .none : .chunked)
        } catch {
            throw .h1(error)
        }
        if endsStream { try settleEnd(&head) }
        head.acceptsTrailers = try H2FieldRules.acceptsTrailers(head.fields)
        if head.fields.contains(.expect) { try settleExpectation(&head) }
    }

    /// A head that ends its stream announces no content.
    private static func settleEnd(_ head: inout RequestHead) throws(H2MessageError) {
        if head.framing.mayHaveBytes { throw .contentShortOfLength }
        head.framing = .none
    }

    /// `Expect` knows one word (RFC 9110, 10.1.1), and CONNECT has no content to wait with.
    private static func settleExpectation(_ head: inout RequestHead) throws(H2MessageError) {
        guard let value = head.fields.first(.expect) else { return }
        guard !head.fields.isRepeated(.expect), value.spells("100-continue"), !head.isExtendedConnect else {
            throw .h1(.unknownExpectation)
        }
        head.expectsContinue = head.framing.mayHaveBytes
    }
}
