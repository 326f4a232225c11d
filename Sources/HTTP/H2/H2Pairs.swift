// Which pairs of name and value go out over HTTP/2 for a head that is written as lines?

import Bytes
import CBytes

/// A head or a trailer section as pairs, made from the lines that would have gone out over HTTP/1.1.
///
/// Heads are written in one way for both protocols; this turns the lines into what HTTP/2 wants: pseudo-header fields
/// for the first line and `Host`, names in lower case, nothing that concerns a connection (RFC 9113, 8.2 and 8.3).
/// The pairs lie one behind the other, each with an `HPACKFieldHead` in front, so that a stream keeps them by one copy
/// until they are encoded. One of these is reused for every head of a worker; each `read…` forgets what was read before.
@safe
public struct H2Pairs: ~Copyable {
    /// A head that takes more than this has its memory given back with the next one.
    public static var retainedBytes: Int { 256 * 1024 }
    private static var firstCapacity: Int { 4096 }

    /// How many pairs there are; pseudo-header fields come first.
    public private(set) var count = 0
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity = firstCapacity
    private var used = 0

    public init() { unsafe base = .allocate(capacity: Self.firstCapacity) }

    deinit { unsafe base.deallocate() }

    /// The pairs as `HPACKEncoder` takes them. Valid until the next `read…`.
    var encodable: ByteView { unsafe ByteView(base: base, count: used) }

    /// The pair of that number, found by walking over those in front of it.
    public subscript(index: Int) -> (name: ByteView, value: ByteView) {
        precondition(index >= 0 && index < count, "There is no pair of that number.")
        var rest = encodable
        for _ in 0..<index { rest = rest.dropFirst(HPACKFieldHead(rest).pairCount) }
        let pair = HPACKPair(takingFrom: &rest)
        return (pair.name, pair.value)
    }

    /// Reads `METHOD SP target SP HTTP/1.1 CRLF`, the fields and perhaps the empty line behind them.
    ///
    /// `Host` becomes `:authority`. `protocolName` is that of an extended CONNECT (RFC 8441), whose method then stands in
    /// the line. Returns false, and has no pairs, when the lines are not well formed, which our own always are.
    @discardableResult
    public mutating func readRequest(_ lines: ByteView, scheme: StaticString, protocolName: ByteView? = nil) -> Bool {
        forget()
        guard let methodEnd = lines.firstIndex(of: 0x20),
            let targetEnd = lines.firstIndex(of: 0x20, from: methodEnd + 1),
            let next = endOfLine(lines, from: targetEnd), methodEnd > 0, targetEnd > methodEnd + 1
        else { return false }
        append(":method", .method, lines.prefix(methodEnd))
        append(":scheme", .scheme, ByteView(scheme))
        append(":path", .path, lines.slice(from: methodEnd + 1, count: targetEnd - methodEnd - 1))
        if let protocolName { append(":protocol", .connectProtocol, protocolName) }
        let authority = host(in: lines, from: next)
        if !authority.isEmpty { append(":authority", .authority, authority) }
        return readFields(lines, from: next, dropsHost: true)
    }

    /// Reads `HTTP/1.1 200 OK CRLF`, the fields and perhaps the empty line behind them; false as above.
    @discardableResult
    public mutating func readResponse(_ lines: ByteView) -> Bool {
        forget()
        guard lines.count >= 14, lines[8] == 0x20, let next = endOfLine(lines, from: 12) else { return false }
        append(":status", .status, lines.slice(from: 9, count: 3))
        return readFields(lines, from: next, dropsHost: false)
    }

    /// Takes status and fields of an understood answer, but for the hop-by-hop ones and those in `dropped`, and behind them
    /// fields that are written as lines; false as above.
    @discardableResult
    public mutating func readResponse(
        _ head: borrowing ResponseHead,
        except dropped: FieldNameSet,
        addingLines lines: ByteView
    ) -> Bool {
        forget()
        appendStatus(head.status.rawValue)
        copyFields(head.fields, except: dropped)
        return readFields(lines, from: 0, dropsHost: false)
    }

    /// Reads trailer fields, without an empty line or with one; false as above.
    @discardableResult
    public mutating func readTrailers(_ lines: ByteView) -> Bool {
        forget()
        return readFields(lines, from: 0, dropsHost: false)
    }

    // MARK: Reading

    private mutating func forget() {
        count = 0
        used = 0
        if capacity > Self.retainedBytes { shrink() }
    }

    private func endOfLine(_ lines: ByteView, from start: Int) -> Int? {
        guard let end = lines.firstIndex(of: 0x0A, from: start), lines[end - 1] == 0x0D else { return nil }
        return end + 1
    }

    /// The value of the first `Host`, which in our own lines comes first of all fields; empty when there is none.
    private func host(in lines: ByteView, from start: Int) -> ByteView {
        var at = start
        while let line = Self.line(of: lines, at: at), line.next != 0 {
            let name = Self.name(of: line, in: lines, at: at)
            if name.count == 4, name.spells("host") { return Self.value(of: line, in: lines) }
            at = Int(line.next)
        }
        return .empty
    }

    private mutating func readFields(_ lines: ByteView, from start: Int, dropsHost: Bool) -> Bool {
        var at = start
        while let line = Self.line(of: lines, at: at) {
            let name = Self.name(of: line, in: lines, at: at)
            guard line.next != 0, name.count <= Fields.longestName else {
                forget()
                return false
            }
            readField(name, Self.value(of: line, in: lines), dropsHost: dropsHost)
            at = Int(line.next)
        }
        return true
    }

    /// The line at `start`, all zeros when it is none; nil at the end of all lines.
    @inline(__always)
    private static func line(of lines: ByteView, at start: Int) -> CBytes_line? {
        guard start < lines.count, lines[start] != 0x0D else { return nil }
        // Sound: the scan is told how many bytes there are, and begins inside of them.
        return unsafe CBytes_own_line(lines.start.unsafelyUnwrapped, lines.count, start)
    }

    @inline(__always)
    private static func name(of line: CBytes_line, in lines: ByteView, at start: Int) -> ByteView {
        line.next == 0 ? .empty : lines.slice(from: start, count: Int(line.name_end) &- start)
    }

    @inline(__always)
    private static func value(of line: CBytes_line, in lines: ByteView) -> ByteView {
        lines.slice(from: Int(line.value_start), count: Int(line.value_end) &- Int(line.value_start))
    }

    @inline(__always)
    private mutating func readField(_ name: ByteView, _ value: ByteView, dropsHost: Bool) {
        let id = FieldName(recognising: name)
        switch id {
        case .connection, .keepAlive, .proxyConnection, .transferEncoding, .upgrade, .http2Settings: return
        case .host where dropsHost: return
        case .te:
            if value.spells("trailers") { append(id, name, value) }
        default: append(id, name, value)
        }
    }

    private mutating func copyFields(_ fields: borrowing Fields, except dropped: FieldNameSet) {
        let gone = dropped.union(.hopByHop)
        let asksConnection = fields.connectionMayNameFields && fields.contains(.connection)
        for index in 0..<fields.count {
            if gone.contains(fields.id(at: index)) { continue }
            let field = fields[index]
            if asksConnection, fields.isHopByHop(field) { continue }
            append(field.id, field.name, field.value)
        }
    }

    private mutating func appendStatus(_ status: UInt16) {
        var digits = (UInt8(0), UInt8(0), UInt8(0))
        digits.0 = 0x30 + UInt8(truncatingIfNeeded: status / 100)
        digits.1 = 0x30 + UInt8(truncatingIfNeeded: status / 10 % 10)
        digits.2 = 0x30 + UInt8(truncatingIfNeeded: status % 10)
        unsafe withUnsafeBytes(of: &digits) { unsafe append(":status", .status, ByteView(borrowing: $0)) }
    }

    // MARK: Pairs

    @inline(__always)
    private mutating func append(_ name: StaticString, _ known: HPACKFieldName, _ value: ByteView) {
        append(.other, ByteView(name), known, value, isLower: true)
    }

    @inline(__always)
    private mutating func append(_ id: FieldName, _ name: ByteView, _ value: ByteView) {
        append(id, name, HPACKFieldName(of: id, name), value)
    }

    @inline(__always)
    private mutating func append(
        _ id: FieldName,
        _ name: ByteView,
        _ known: HPACKFieldName,
        _ value: ByteView,
        isLower: Bool = false
    ) {
        let head = HPACKFieldHead(known, id, nameCount: name.count, valueCount: value.count)
        if capacity &- used < head.pairCount &+ Int(CBytes_line_slack) { grow(by: head.pairCount) }
        // Sound: there is room for the pair and the slack behind it; names are tokens, which are never empty.
        unsafe UnsafeMutableRawPointer(base + used).storeBytes(of: head, as: HPACKFieldHead.self)
        let room = unsafe base + used + HPACKFieldHead.size
        unsafe CBytes_copy_run(room, name.start, name.count)
        if !isLower { unsafe CBytes_lower_in_place(room, name.count) }
        if let start = unsafe value.start { unsafe CBytes_copy_run(room + name.count, start, value.count) }
        used &+= head.pairCount
        count &+= 1
    }

    // MARK: Memory

    @inline(never)
    private mutating func grow(by count: Int) {
        let grown = max(capacity * 2, used + count + Int(CBytes_line_slack))
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        // Sound: the old memory holds `used` bytes, and the fresh one more.
        unsafe fresh.update(from: base, count: used)
        unsafe base.deallocate()
        unsafe base = unsafe fresh
        capacity = grown
    }

    @inline(never)
    private mutating func shrink() {
        unsafe base.deallocate()
        capacity = Self.firstCapacity
        unsafe base = .allocate(capacity: capacity)
    }
}
