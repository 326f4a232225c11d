// Which trailer fields a stream of HTTP/2 ends with.

import Bytes

/// Reads trailer sections (RFC 9113, 8.1), as strictly as `ChunkedDecoder` does and into the same form.
public enum H2TrailerReader {
    /// Appends the fields that may stand in trailers (RFC 9110, 6.5.1) as lines `name: value CRLF`; others are left out.
    ///
    /// Begin the section with `limits.trailerBytes` and `limits.trailerFields`. After a throw nothing was appended.
    public static func append(
        _ section: H2Section,
        of sections: borrowing H2Sections,
        to lines: inout ByteBuffer,
        limits: H1Limits
    ) throws(H2MessageError) {
        if section.fault == .h1(.headTooLarge) { throw .h1(.trailersTooLarge) }
        if section.fault == .h1(.tooManyFields) || section.count > limits.trailerFields { throw .h1(.tooManyTrailers) }
        if section.pseudoHeaders != 0 { throw .pseudoHeaderInTrailers }
        try H2FieldRules.check(section)
        let text = sections.text(of: section)
        guard text.count <= limits.trailerBytes else { throw .h1(.trailersTooLarge) }
        for index in 0..<section.count {
            if sections.field(at: index, of: section).id.isForbiddenInTrailers { continue }
            lines.append(text[sections.line(at: index, of: section)])
        }
    }
}
