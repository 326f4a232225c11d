// What a request asks to be done.

import Bytes

/// A request method (RFC 9110, 9; PATCH: RFC 5789). Methods are case-sensitive.
public enum Method: UInt8, Sendable, Hashable, CaseIterable {
    case get, head, post, put, delete, connect, options, trace, patch
    /// A method that is not known here; `RequestHead.methodBytes` has its name.
    case other

    /// The method of that name, `.other` when it is none of the known ones.
    public init(_ name: ByteView) {
        switch name.count {
        case 3:
            if name == "GET" { self = .get } else { self = name == "PUT" ? .put : .other }
        case 4:
            if name == "POST" { self = .post } else { self = name == "HEAD" ? .head : .other }
        case 5:
            if name == "PATCH" { self = .patch } else { self = name == "TRACE" ? .trace : .other }
        case 6: self = name == "DELETE" ? .delete : .other
        case 7:
            if name == "OPTIONS" { self = .options } else { self = name == "CONNECT" ? .connect : .other }
        default: self = .other
        }
    }

    /// Whether sending it twice has the effect of sending it once (RFC 9110, 9.2.2); unknown methods do not.
    public var isIdempotent: Bool { isSafe || self == .put || self == .delete }

    /// Whether it only reads (RFC 9110, 9.2.1).
    public var isSafe: Bool { self == .get || self == .head || self == .options || self == .trace }

    /// The name on the wire; `OTHER` for `.other`, which is a label and never sent.
    public var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .connect: "CONNECT"
        case .options: "OPTIONS"
        case .trace: "TRACE"
        case .patch: "PATCH"
        case .other: "OTHER"
        }
    }
}
