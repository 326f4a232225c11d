// What the target of a request names.

import Bytes

/// The forms of a request target (RFC 9112, 3.2): `/path?query`, `http://authority/path?query` and `*`.
enum H1RequestTarget {
    /// Reads the target at `start` and returns the index of the space behind it.
    static func read(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead,
        limits: H1Limits
    ) throws(H1Error) -> Int {
        if head.method == .connect { throw .connectUnsupported }
        guard start < bytes.count else { throw .incompleteHead }
        let end: Int
        if bytes[start] == 0x2F {
            end = try readOriginForm(bytes, from: start, into: &head)
        } else {
            end = try readOtherForm(bytes, from: start, into: &head)
        }
        guard end - start <= limits.targetBytes else { throw .targetTooLong }
        head.targetRange = ByteRange(start: start, count: end - start)
        return end
    }

    /// `/path?query`. A plain path is recognised while its end is looked for; it is the normal form already.
    private static func readOriginForm(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let plainEnd = bytes.plainPathScan(from: start)
        guard plainEnd < bytes.count else { throw .incompleteHead }
        let byte = bytes[plainEnd]
        if byte == 0x20 {
            head.pathRange = ByteRange(start: start, count: plainEnd - start)
            return plainEnd
        }
        if byte == 0x3F {
            head.pathRange = ByteRange(start: start, count: plainEnd - start)
            return try readQuery(bytes, from: plainEnd + 1, into: &head)
        }
        return try readPath(bytes, from: start, into: &head)
    }

    /// A query and the space behind it.
    private static func readQuery(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let end = bytes.queryScan(from: start)
        guard end < bytes.count, bytes[end] == 0x20 else { throw fault(bytes, at: end, otherwise: .invalidQueryByte) }
        head.hasQuery = true
        head.queryRange = ByteRange(start: start, count: end - start)
        return end
    }

    /// A path that may have to be rewritten, its query, and the space behind them.
    @inline(never)
    private static func readPath(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let visibleEnd = bytes.endOfVisible(from: start)
        guard visibleEnd < bytes.count else { throw .incompleteHead }
        let end = bytes.prefix(visibleEnd).firstIndex(of: 0x3F, from: start) ?? visibleEnd
        if end == visibleEnd, bytes[end] != 0x20 { throw fault(bytes, at: end, otherwise: .invalidPathByte) }
        head.pathRange = ByteRange(start: start, count: end - start)
        head.pathIsRewritten = try PathNormalizer.normalize(bytes[head.pathRange], into: &head.rewrittenPath)
        return end == visibleEnd ? end : try readQuery(bytes, from: end + 1, into: &head)
    }

    /// `*` or an absolute URI.
    @inline(never)
    private static func readOtherForm(
        _ bytes: ByteView,
        from start: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let end = bytes.endOfVisible(from: start)
        guard end < bytes.count else { throw .incompleteHead }
        guard end > start, bytes[end] == 0x20 else { throw fault(bytes, at: end, otherwise: .invalidTarget) }
        let target = bytes.slice(from: start, count: end - start)
        if target == "*" {
            guard head.method == .options else { throw .asteriskWithoutOptions }
            head.isAsterisk = true
            head.pathRange = ByteRange(start: start, count: 1)
            return end
        }
        return try readAbsoluteForm(bytes, from: start + (try schemeCount(target)), to: end, into: &head)
    }

    /// The length of `http://` or `https://` at the front of the target.
    private static func schemeCount(_ target: ByteView) throws(H1Error) -> Int {
        if target.prefix(7).equalsIgnoringCase("http://") { return 7 }
        if target.prefix(8).equalsIgnoringCase("https://") { return 8 }
        guard let colon = target.firstIndex(of: 0x3A), target.dropFirst(colon).hasPrefix("://") else {
            throw .invalidTarget
        }
        throw .unsupportedScheme
    }

    /// What follows the scheme: an authority, then a path that may be missing, then perhaps a query.
    private static func readAbsoluteForm(
        _ bytes: ByteView,
        from start: Int,
        to end: Int,
        into head: inout RequestHead
    ) throws(H1Error) -> Int {
        let authorityEnd = endOfAuthority(bytes, from: start, to: end)
        head.authorityRange = ByteRange(start: start, count: authorityEnd - start)
        _ = try Authority(bytes[head.authorityRange])
        if authorityEnd < end, bytes[authorityEnd] == 0x2F {
            return try readOriginForm(bytes, from: authorityEnd, into: &head)
        }
        if authorityEnd < end, bytes[authorityEnd] == 0x23 { throw .fragmentInTarget }
        // No path means `/`, or `*` for OPTIONS (RFC 9112, 3.2.4). The literal has no place in the request's bytes.
        head.isAsterisk = head.method == .options && authorityEnd == end
        head.rewrittenPath.clear()
        head.rewrittenPath.append(head.isAsterisk ? "*" : "/")
        head.pathIsRewritten = true
        return authorityEnd == end ? end : try readQuery(bytes, from: authorityEnd + 1, into: &head)
    }

    private static func endOfAuthority(_ bytes: ByteView, from start: Int, to end: Int) -> Int {
        var at = start
        while at < end, bytes[at] != 0x2F, bytes[at] != 0x3F, bytes[at] != 0x23 { at += 1 }
        return at
    }

    private static func fault(_ bytes: ByteView, at: Int, otherwise: H1Error) -> H1Error {
        guard at < bytes.count else { return .incompleteHead }
        if bytes[at] == 0x23 { return .fragmentInTarget }
        if bytes[at] >= 0x80 { return otherwise }
        return H1RequestLine.fault(bytes, at: at)
    }

    /// Decides whom the request is for: exactly one `Host`, and the same as the target's authority if that has one.
    ///
    /// RFC 9112, 3.2.2 lets a server prefer the target's authority; a request whose two answers differ is refused
    /// instead, because whoever stands behind us may prefer the other.
    static func settleAuthority(_ head: inout RequestHead) throws(H1Error) {
        if head.fields.isRepeated(.host) { throw .severalHosts }
        let isAbsolute = !head.authorityRange.isEmpty
        guard let range = head.fields.valueRange(of: .host) else {
            guard head.version == .http10 else { throw .missingHost }
            if isAbsolute { adopt(try Authority(in: head.bytes, at: head.authorityRange), in: &head) }
            return
        }
        if range.isEmpty, head.version == .http10, !isAbsolute { return }
        let host = try Authority(in: head.bytes, at: range)
        if isAbsolute {
            let target = try Authority(head.authority)
            let isSecure = head.rawTarget.prefix(8).equalsIgnoringCase("https://")
            guard target.isSame(as: host, defaultPort: isSecure ? 443 : 80) else { throw .hostMismatch }
            head.hostRange = head.bytes.range(of: target.host)
            head.port = target.port
            return
        }
        head.authorityRange = range
        head.hostRange = ByteRange(start: Int(range.start), count: host.host.count)
        head.port = host.port
    }

    private static func adopt(_ authority: Authority, in head: inout RequestHead) {
        head.hostRange = head.fields.bytes.range(of: authority.host)
        head.port = authority.port
    }
}
