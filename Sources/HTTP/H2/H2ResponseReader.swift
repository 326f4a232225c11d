// What an answer over HTTP/2 says, from its field section.

import Bytes

/// Reads the heads of answers, interim ones included (RFC 9113, 8.1 and 8.3.2).
public enum H2ResponseReader {
    /// Reads the head of the answer to a request with `requestMethod`; what it hands out borrows from `sections`.
    ///
    /// The framing is `.length(0)` when the head ends the stream though content would be allowed: the answer is complete
    /// and empty. After a throw the head says nothing.
    public static func read(
        _ section: H2Section,
        of sections: borrowing H2Sections,
        endsStream: Bool,
        requestMethod: Method,
        into head: inout ResponseHead,
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
            head.reasonRange = .empty
            head.status = try status(section, in: head.bytes)
            if head.status.isInformational, endsStream { throw .interimEndsStream }
            head.framing = try framing(of: head, endsStream: endsStream, to: requestMethod)
        } catch {
            head.reset(bytes: .empty)
            throw error
        }
    }

    private static func status(_ section: H2Section, in text: ByteView) throws(H2MessageError) -> Status {
        guard section.contains(.status) else { throw .missingStatus }
        guard section.pseudoHeaders == H2PseudoHeader.status.bit else { throw .misplacedPseudoHeader }
        let digits = text[section.status]
        guard digits.count == 3, let code = Digits.decimal(digits), code >= 100, code <= 599 else {
            throw .h1(.malformedStatus)
        }
        // HTTP/2 has no Upgrade (RFC 9113, 8.6).
        if code == 101 { throw .switchingProtocols }
        return Status(UInt16(code))
    }

    /// Where the content ends. The announced length is checked even where it does not count: it is passed on.
    private static func framing(
        of head: borrowing ResponseHead,
        endsStream: Bool,
        to method: Method
    ) throws(H2MessageError) -> BodyFraming {
        let announced: BodyFraming?
        do throws(H1Error) {
            announced = try BodyFraming.announced(by: head.fields, version: .http2)
        } catch {
            throw .h1(error)
        }
        if head.status.forbidsBody || method == .head { return .none }
        // The stream is a tunnel now, and a length means nothing (RFC 9110, 9.3.6).
        if method == .connect, head.status.classDigit == 2 { return endsStream ? .none : .chunked }
        guard endsStream else { return announced ?? .chunked }
        if let announced, announced.mayHaveBytes { throw .contentShortOfLength }
        return .length(0)
    }
}
