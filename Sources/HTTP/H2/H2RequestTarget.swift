// What a request over HTTP/2 is for: its path and its authority.

import Bytes

/// The meaning of `:path` and `:authority` (RFC 9113, 8.3.1), by the rules of `H1RequestTarget`.
enum H2RequestTarget {
    /// Reads the path at `range`, which is not empty: `/path?query`, or `*` for OPTIONS.
    static func read(_ range: ByteRange, into head: inout RequestHead, limits: H1Limits) throws(H1Error) {
        guard Int(range.count) <= limits.targetBytes else { throw .targetTooLong }
        head.targetRange = range
        let start = Int(range.start)
        let bytes = head.bytes
        guard bytes[start] == 0x2F else { return try readAsterisk(range, into: &head) }
        // The line ends with CR, at which every scan stops.
        let plainEnd = bytes.plainPathScan(from: start)
        if plainEnd == range.end {
            head.pathRange = range
        } else if bytes[plainEnd] == 0x3F {
            head.pathRange = ByteRange(start: start, count: plainEnd - start)
            try readQuery(from: plainEnd + 1, to: range.end, into: &head)
        } else {
            try readPath(range, into: &head)
        }
    }

    private static func readAsterisk(_ range: ByteRange, into head: inout RequestHead) throws(H1Error) {
        guard head.bytes[range] == "*" else { throw .invalidTarget }
        guard head.method == .options else { throw .asteriskWithoutOptions }
        head.isAsterisk = true
        head.pathRange = range
    }

    private static func readQuery(from start: Int, to end: Int, into head: inout RequestHead) throws(H1Error) {
        let stop = head.bytes.queryScan(from: start)
        guard stop == end else { throw head.bytes[stop] == 0x23 ? .fragmentInTarget : .invalidQueryByte }
        head.hasQuery = true
        head.queryRange = ByteRange(start: start, count: end - start)
    }

    /// A path that may have to be rewritten, and its query.
    @inline(never)
    private static func readPath(_ range: ByteRange, into head: inout RequestHead) throws(H1Error) {
        let target = head.bytes[range]
        let count = target.firstIndex(of: 0x3F) ?? target.count
        head.pathRange = ByteRange(start: Int(range.start), count: count)
        head.pathIsRewritten = try PathNormalizer.normalize(target.prefix(count), into: &head.rewrittenPath)
        if count < target.count { try readQuery(from: Int(range.start) + count + 1, to: range.end, into: &head) }
    }

    /// Decides whom the request is for: `:authority`, or `Host` when that is missing; when both are there they agree.
    static func settleAuthority(
        _ section: H2Section,
        isSecure: Bool,
        in head: inout RequestHead
    ) throws(H1Error) {
        if head.fields.isRepeated(.host) { throw .severalHosts }
        let host = head.fields.valueRange(of: .host)
        guard section.contains(.authority) else {
            guard let host else { throw .missingHost }
            return adopt(try Authority(in: head.bytes, at: host), at: host, in: &head)
        }
        let authority = try Authority(in: head.bytes, at: section.authority)
        if let host {
            let named = try Authority(in: head.bytes, at: host)
            guard authority.isSame(as: named, defaultPort: isSecure ? 443 : 80) else { throw .hostMismatch }
        }
        adopt(authority, at: section.authority, in: &head)
    }

    private static func adopt(_ authority: Authority, at range: ByteRange, in head: inout RequestHead) {
        head.authorityRange = range
        head.hostRange = ByteRange(start: Int(range.start), count: authority.host.count)
        head.port = authority.port
    }
}
