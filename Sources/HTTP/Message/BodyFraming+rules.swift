// Who decides where a body ends (RFC 9112, 6.3).

import Bytes

extension BodyFraming {
    /// The framing of a request with these fields.
    ///
    /// Anything that two readers could take differently is refused: both length and chunked, several lengths (also
    /// equal ones), a coding other than exactly `chunked`, and any coding in HTTP/1.0.
    static func request(_ fields: borrowing Fields, version: HTTPVersion) throws(H1Error) -> BodyFraming {
        try announced(by: fields, version: version) ?? .none
    }

    /// The framing of a response with these fields to a request with that method.
    ///
    /// The fields are checked even where they do not count, as for HEAD: they are passed on.
    static func response(
        _ fields: borrowing Fields,
        version: HTTPVersion,
        status: Status,
        to method: Method
    ) throws(H1Error) -> BodyFraming {
        let announced = try announced(by: fields, version: version)
        if status.forbidsBody || method == .head { return .none }
        return announced ?? .untilClose
    }

    /// What the fields announce; nil when they announce nothing.
    static func announced(
        by fields: borrowing Fields,
        version: HTTPVersion
    ) throws(H1Error) -> BodyFraming? {
        if let coding = fields.first(.transferEncoding) {
            if fields.contains(.contentLength) { throw .lengthAndTransferEncoding }
            if fields.isRepeated(.transferEncoding) { throw .severalTransferEncodings }
            if version == .http10 { throw .transferEncodingInHTTP10 }
            guard coding.spells("chunked") else { throw .unsupportedTransferEncoding }
            return .chunked
        }
        guard let text = fields.first(.contentLength) else { return nil }
        if fields.isRepeated(.contentLength) { throw .severalContentLengths }
        guard let length = Digits.decimal(text), length <= UInt64(Int64.max) else { throw .invalidContentLength }
        return .length(length)
    }
}
