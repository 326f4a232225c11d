// Where does a name stand in HPACK's static table, and what of its values is worth keeping?

import Bytes

/// What the encoder knows of a field by its name alone.
struct HPACKFieldName {
    /// The first entry of the static table with this name (RFC 7541, appendix A); 0 when there is none.
    let staticIndex: UInt8
    let indexing: HPACKIndexing

    private init(_ staticIndex: UInt8, _ indexing: HPACKIndexing) {
        self.staticIndex = staticIndex
        self.indexing = indexing
    }

    static let authority = HPACKFieldName(1, .whole)
    static let method = HPACKFieldName(2, .whole)
    static let path = HPACKFieldName(4, .name)
    static let scheme = HPACKFieldName(6, .whole)
    static let status = HPACKFieldName(8, .whole)
    /// RFC 8441 came after the table.
    static let connectProtocol = HPACKFieldName(0, .whole)

    /// What is known of a regular field. `name` may be in any case.
    @inline(__always)
    init(of id: FieldName, _ name: ByteView) {
        switch id {
        case .other: self = Self.less(known: name)
        case .accept: self.init(19, .whole)
        case .acceptEncoding: self.init(16, .whole)
        case .authorization: self.init(23, .never)
        case .cacheControl: self.init(24, .whole)
        case .contentEncoding: self.init(26, .whole)
        case .contentLength: self.init(28, .name)
        case .contentType: self.init(31, .whole)
        case .cookie: self.init(32, .never)
        case .date: self.init(33, .whole)
        case .expect: self.init(35, .whole)
        case .host: self.init(38, .whole)
        case .location: self.init(46, .name)
        case .proxyAuthenticate: self.init(48, .name)
        case .proxyAuthorization: self.init(49, .never)
        case .retryAfter: self.init(53, .whole)
        case .server: self.init(54, .whole)
        case .setCookie: self.init(55, .never)
        case .transferEncoding: self.init(57, .whole)
        case .userAgent: self.init(58, .whole)
        case .via: self.init(60, .whole)
        // New in every request, or with every client of a connection that many share.
        case .b3, .xB3TraceID, .xB3SpanID, .xB3ParentSpanID, .traceparent, .tracestate, .l5dCtxTrace, .l5dReqID,
            .l5dCtxDeadline, .grpcTimeout, .xRequestID, .xForwardedFor, .forwarded, .xForwardedClientCert:
            self.init(0, .name)
        default: self.init(0, .whole)
        }
    }

    /// The other names of the static table.
    private static func less(known name: ByteView) -> HPACKFieldName {
        switch name.count {
        case 3 where name.spells("age"): HPACKFieldName(21, .name)
        case 4 where name.spells("etag"): HPACKFieldName(34, .name)
        case 4 where name.spells("vary"): HPACKFieldName(59, .whole)
        case 4 where name.spells("link"): HPACKFieldName(45, .whole)
        case 4 where name.spells("from"): HPACKFieldName(37, .whole)
        case 5 where name.spells("allow"): HPACKFieldName(22, .whole)
        case 5 where name.spells("range"): HPACKFieldName(50, .name)
        case 7 where name.spells("expires"): HPACKFieldName(36, .name)
        case 7 where name.spells("referer"): HPACKFieldName(51, .name)
        case 7 where name.spells("refresh"): HPACKFieldName(52, .whole)
        case 8 where name.spells("if-match"): HPACKFieldName(39, .name)
        case 8 where name.spells("if-range"): HPACKFieldName(42, .name)
        case 12 where name.spells("max-forwards"): HPACKFieldName(47, .whole)
        case 13 where name.spells("accept-ranges"): HPACKFieldName(18, .whole)
        case 13 where name.spells("content-range"): HPACKFieldName(30, .name)
        case 13 where name.spells("if-none-match"): HPACKFieldName(41, .name)
        case 13 where name.spells("last-modified"): HPACKFieldName(44, .name)
        case 14 where name.spells("accept-charset"): HPACKFieldName(15, .whole)
        default: longer(name)
        }
    }

    private static func longer(_ name: ByteView) -> HPACKFieldName {
        switch name.count {
        case 15 where name.spells("accept-language"): HPACKFieldName(17, .whole)
        case 16 where name.spells("content-language"): HPACKFieldName(27, .whole)
        case 16 where name.spells("content-location"): HPACKFieldName(29, .name)
        case 16 where name.spells("www-authenticate"): HPACKFieldName(61, .name)
        case 17 where name.spells("if-modified-since"): HPACKFieldName(40, .name)
        case 19 where name.spells("content-disposition"): HPACKFieldName(25, .name)
        case 19 where name.spells("if-unmodified-since"): HPACKFieldName(43, .name)
        case 25 where name.spells("strict-transport-security"): HPACKFieldName(56, .whole)
        case 27 where name.spells("access-control-allow-origin"): HPACKFieldName(20, .whole)
        default: HPACKFieldName(0, .whole)
        }
    }
}
