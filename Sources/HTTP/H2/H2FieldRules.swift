// Which fields a section of HTTP/2 may not have.

import Bytes

/// The rules that hold for the fields of every section (RFC 9113, 8.2.2).
enum H2FieldRules {
    /// Fields that concern one connection, which HTTP/2 has frames for.
    static let connectionFields: FieldNameSet = [
        .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade,
    ]

    /// Throws what was found while the section came, or that it has a connection-specific field.
    static func check(_ section: H2Section) throws(H2MessageError) {
        if let fault = section.fault { throw fault }
        if section.contains(connectionFields) { throw .connectionField }
    }

    /// Whether there is a `TE`, which then only says `trailers`. Throws `invalidTE` when it says anything else.
    static func acceptsTrailers(_ fields: borrowing Fields) throws(H2MessageError) -> Bool {
        guard var index = fields.firstIndex(of: .te) else { return false }
        while true {
            guard fields[index].value.spells("trailers") else { throw .invalidTE }
            guard let next = fields.firstIndex(of: .te, from: index + 1) else { return true }
            index = next
        }
    }
}
