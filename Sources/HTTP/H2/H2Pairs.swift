// Which pairs of name and value go out over HTTP/2 for a head that is written as lines?

import Bytes
import CBytes
import CNghttp2

/// A head or a trailer section as pairs, made from the lines that would have gone out over HTTP/1.1.
///
/// Heads are written in one way for both protocols; this turns the lines into what HTTP/2 wants: pseudo-header fields
/// for the first line and `Host`, names in lower case, nothing that concerns a connection (RFC 9113, 8.2 and 8.3).
/// One of these is reused for every head of a worker. The pairs are valid until the next `read…`.
@safe
public struct H2Pairs: ~Copyable {
    /// How many pairs there are; pseudo-header fields come first.
    public private(set) var count = 0
    private var capacity = 64
    /// In libnghttp2's form, so that nothing is copied to hand them over.
    private var pairs: UnsafeMutablePointer<nghttp2_nv>
    /// Whether the pairs are the first of their connection, so that their names are worth a place in its table.
    private var teachesNames = false
    /// A copy of the lines, with names in lower case, and of `protocolName` behind them.
    private var text = ByteBuffer()

    /// A head whose copy takes more than this has its memory given back with the next one.
    public static var retainedBytes: Int { 256 * 1024 }

    public init() { unsafe pairs = .allocate(capacity: capacity) }

    deinit { unsafe pairs.deallocate() }

    public subscript(index: Int) -> (name: ByteView, value: ByteView) {
        precondition(index >= 0 && index < count, "There is no pair of that number.")
        // Sound: the first `count` pairs are initialised.
        let pair = unsafe pairs[index]
        let name = unsafe ByteView(base: pair.name, count: pair.namelen)
        return unsafe (name, pair.valuelen == 0 ? .empty : ByteView(base: pair.value, count: pair.valuelen))
    }

    /// Lends the pairs in libnghttp2's form for the length of the call; it copies what it keeps.
    func withNameValues<R>(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
        unsafe body(UnsafePointer(pairs), count)
    }

    /// Reads `METHOD SP target SP HTTP/1.1 CRLF`, the fields and perhaps the empty line behind them.
    ///
    /// `Host` becomes `:authority`. `protocolName` is that of an extended CONNECT (RFC 8441), whose method then stands in
    /// the line. Returns false, and has no pairs, when the lines are not well formed, which our own always are.
    ///
    /// `isFirst` says that no request went out on the connection before this one.
    @discardableResult
    public mutating func readRequest(
        _ lines: ByteView,
        scheme: StaticString,
        protocolName: ByteView? = nil,
        isFirst: Bool = false
    ) -> Bool {
        teachesNames = isFirst
        defer { teachesNames = false }
        let lines = take(lines, and: protocolName)
        guard let methodEnd = lines.firstIndex(of: 0x20),
            let targetEnd = lines.firstIndex(of: 0x20, from: methodEnd + 1),
            let next = endOfLine(lines, from: targetEnd), methodEnd > 0, targetEnd > methodEnd + 1
        else { return false }
        append(":method", lines.prefix(methodEnd))
        append(":scheme", ByteView(scheme))
        append(":path", lines.slice(from: methodEnd + 1, count: targetEnd - methodEnd - 1))
        if let protocolName { append(":protocol", text.readable.slice(from: lines.count, count: protocolName.count)) }
        // The place of `:authority`, which is filled when `Host` is met.
        append(":authority", .empty)
        return readFields(lines, from: next, authorityAt: count - 1)
    }

    /// Reads `HTTP/1.1 200 OK CRLF`, the fields and perhaps the empty line behind them; false as above.
    @discardableResult
    public mutating func readResponse(_ lines: ByteView) -> Bool {
        let lines = take(lines, and: nil)
        guard lines.count >= 14, lines[8] == 0x20, let next = endOfLine(lines, from: 12) else { return false }
        append(":status", lines.slice(from: 9, count: 3))
        return readFields(lines, from: next, authorityAt: nil)
    }

    /// Takes status and fields of an understood answer, but for the hop-by-hop ones and those in `dropped`, and behind them
    /// fields that are written as lines; false as above.
    ///
    /// Values stay where they are, so the pairs are valid only as long as the answer's bytes.
    @discardableResult
    public mutating func readResponse(
        _ head: borrowing ResponseHead,
        except dropped: FieldNameSet,
        addingLines lines: ByteView
    ) -> Bool {
        count = 0
        if text.capacity > Self.retainedBytes { text.release() } else { text.clear() }
        // Nothing may move once pairs look at it.
        text.reserve(3 + lines.count + head.fields.bytes.count + CBytes_line_slack)
        text.appendDecimal(UInt64(head.status.rawValue))
        append(":status", text.readable)
        copyFields(head.fields, except: dropped)
        let start = text.count
        text.append(lines)
        return readFields(text.readable.dropFirst(start), from: 0, authorityAt: nil)
    }

    private mutating func copyFields(_ fields: borrowing Fields, except dropped: FieldNameSet) {
        let gone = dropped.union(.hopByHop)
        let asksConnection = fields.connectionMayNameFields && fields.contains(.connection)
        for index in 0..<fields.count {
            if gone.contains(fields.id(at: index)) { continue }
            let field = fields[index]
            if asksConnection, fields.isHopByHop(field) { continue }
            let start = text.count
            text.append(field.name)
            let name = lowered(text.readable.slice(from: start, count: field.name.count))
            if field.id == .setCookie { appendSecret(name, field.value) } else { append(name, field.value) }
        }
    }

    /// Reads trailer fields, without an empty line or with one; false as above.
    @discardableResult
    public mutating func readTrailers(_ lines: ByteView) -> Bool {
        let lines = take(lines, and: nil)
        return readFields(lines, from: 0, authorityAt: nil)
    }

    // MARK: Reading

    /// Copies the lines and forgets what was read before.
    private mutating func take(_ lines: ByteView, and protocolName: ByteView?) -> ByteView {
        count = 0
        if text.capacity > Self.retainedBytes { text.release() } else { text.clear() }
        text.reserve(lines.count + (protocolName?.count ?? 0) + CBytes_line_slack)
        text.append(lines)
        if let protocolName { text.append(protocolName) }
        return text.readable.prefix(lines.count)
    }

    private func endOfLine(_ lines: ByteView, from start: Int) -> Int? {
        guard let end = lines.firstIndex(of: 0x0A, from: start), lines[end - 1] == 0x0D else { return nil }
        return end + 1
    }

    private mutating func readFields(_ lines: ByteView, from start: Int, authorityAt authority: Int?) -> Bool {
        var at = start
        while at < lines.count, lines[at] != 0x0D {
            // Sound: the scan is told how many bytes there are, and begins inside of them.
            let line = unsafe CBytes_own_line(lines.start.unsafelyUnwrapped, lines.count, at)
            guard line.next != 0 else {
                count = 0
                return false
            }
            let name = lines.slice(from: at, count: Int(line.name_end) - at)
            let value = lines.slice(from: Int(line.value_start), count: Int(line.value_end - line.value_start))
            readField(name, value, authorityAt: authority)
            at = Int(line.next)
        }
        if let authority { settleAuthority(at: authority) }
        return true
    }

    @inline(__always)
    private mutating func readField(_ name: ByteView, _ value: ByteView, authorityAt authority: Int?) {
        if Self.isOrdinary(name) { return append(lowered(name), value) }
        switch FieldName(recognising: name) {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade, .http2Settings: return
        case .host:
            guard let authority else { return append(lowered(name), value) }
            // Sound: the place was made before the fields were read. A second `Host` is none of ours, and dropped.
            guard unsafe pairs[authority].valuelen == 0 else { return }
            unsafe pairs[authority] = Self.pair(ByteView(":authority"), value)
        case .te:
            if value.spells("trailers") { append("te", value) }
        case .authorization, .proxyAuthorization, .cookie, .setCookie: appendSecret(lowered(name), value)
        case .b3, .xB3TraceID, .xB3SpanID, .xB3ParentSpanID, .traceparent, .grpcTimeout:
            appendUnindexed(lowered(name), value)
        default: append(lowered(name), value)
        }
    }

    /// Whether the name, by its first letters and its length, is none of those below.
    @inline(__always)
    private static func isOrdinary(_ name: ByteView) -> Bool {
        switch name[0] | 0x20 {
        case 0x64, 0x65, 0x66, 0x69, 0x6C, 0x6D, 0x6E, 0x72, 0x76: true  // date … via
        case 0x63: name.count > 10  // content-…
        case 0x73: name.count != 10  // server
        case 0x75: name.count != 7  // user-agent
        case 0x78: name.count > 4 && name[2] | 0x20 != 0x62  // x-forwarded-…
        default: false
        }
    }

    /// The same bytes in lower case.
    @inline(__always)
    private func lowered(_ name: ByteView) -> ByteView {
        // Sound: names are slices of our own copy, which has the slack behind it and which nobody else reads meanwhile.
        unsafe CBytes_lower_in_place(UnsafeMutablePointer(mutating: name.start.unsafelyUnwrapped), name.count)
        return name
    }

    /// Closes the gap when there was no `Host`.
    private mutating func settleAuthority(at place: Int) {
        // Sound: the first `count` pairs are initialised.
        guard unsafe pairs[place].valuelen == 0 else { return }
        for index in place + 1..<count { unsafe pairs[index - 1] = unsafe pairs[index] }
        count -= 1
    }

    // MARK: Pairs

    private mutating func append(_ name: StaticString, _ value: ByteView) { append(ByteView(name), value) }

    @inline(__always)
    private mutating func append(_ name: ByteView, _ value: ByteView) {
        if count == capacity { grow() }
        // Sound: there is room for one more.
        unsafe (pairs + count).initialize(to: Self.pair(name, value))
        count &+= 1
    }

    /// What proves who somebody is never enters the shared table, where it could be guessed byte by byte (RFC 7541,
    /// 7.1.3). A long cookie is worth more than it risks.
    private mutating func appendSecret(_ name: ByteView, _ value: ByteView) {
        append(name, value)
        if name.hasPrefix("cookie") || name.hasPrefix("set-cookie"), value.count >= 20 { return }
        forbidIndexing()
    }

    private mutating func forbidIndexing() {
        // Sound: there is at least the pair that was just appended.
        unsafe pairs[count - 1].flags = UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue)
    }

    /// What is new in every request only drives out of the table what is not: 10,000 instructions of a request. The first
    /// one on a connection leaves the names there for those that follow.
    private mutating func appendUnindexed(_ name: ByteView, _ value: ByteView) {
        append(name, value)
        if !teachesNames { forbidIndexing() }
    }

    private static func pair(_ name: ByteView, _ value: ByteView) -> nghttp2_nv {
        // Sound: libnghttp2 only reads.
        unsafe nghttp2_nv(
            name: UnsafeMutablePointer(mutating: name.start),
            value: UnsafeMutablePointer(mutating: value.start),
            namelen: name.count,
            valuelen: value.count,
            flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
        )
    }

    @inline(never)
    private mutating func grow() {
        let fresh = UnsafeMutablePointer<nghttp2_nv>.allocate(capacity: capacity * 2)
        // Sound: the old table holds `count` pairs, and the fresh one more. They are trivial values.
        unsafe fresh.update(from: pairs, count: count)
        unsafe pairs.deallocate()
        unsafe pairs = unsafe fresh
        capacity *= 2
    }
}
