// Which members a `tracestate` has, and what becomes of them on the way out.

import Bytes
import HTTP

/// The members of one or several `tracestate` fields, as views into them, left-most (newest) first.
///
/// W3C Trace Context level 2, "tracestate Header Field Values": up to 32 members `key=value`, joined over all fields in
/// order; empty members are nothing; one bad member spoils the whole list, but not the `traceparent` beside it.
/// A key that comes again is dropped: it must not be written twice, and its left-most value is the newest.
/// About 1 KiB on the stack, so it is made only when the field is there.
public struct TraceState {
    /// The most members that are passed on; more than that is discarded whole.
    public static let maximumMembers = 32

    /// How many members there are.
    public private(set) var count = 0
    /// How many members were there, those that came again counted too.
    private var seen = 0
    /// How many parts the commas made, empty ones counted too.
    private var parts = 0
    /// A list of more parts is discarded unread: white space and commas are allowed, but not by the kilobyte.
    private static let maximumParts = 128
    private var keys: InlineArray<32, ByteView>
    private var values: InlineArray<32, ByteView>

    /// An empty list.
    public init() {
        keys = InlineArray(repeating: .empty)
        values = InlineArray(repeating: .empty)
    }

    /// Reads all `tracestate` fields of a message; nil when one member is not well formed or there are too many.
    public init?(_ fields: borrowing Fields) {
        self.init()
        for i in 0..<fields.count where fields[i].id == .tracestate {
            guard add(line: fields[i].value) else { return nil }
        }
    }

    /// Reads one value.
    public init?(_ line: ByteView) {
        self.init()
        guard add(line: line) else { return nil }
    }

    /// The key of a member, counted from the left.
    public func key(_ index: Int) -> ByteView { keys[index] }
    /// The value of a member, counted from the left.
    public func value(_ index: Int) -> ByteView { values[index] }

    /// Where the member with this key stands, or nil.
    public func index(of key: ByteView) -> Int? {
        for i in 0..<count where keys[i] == key { return i }
        return nil
    }

    // MARK: Reading

    private mutating func add(line: ByteView) -> Bool {
        var start = 0
        while start <= line.count {
            parts += 1
            guard parts <= Self.maximumParts else { return false }
            let end = line.firstIndex(of: 0x2C, from: start) ?? line.count
            let member = line.slice(from: start, count: end - start).trimmed
            if !member.isEmpty, !add(member: member) { return false }
            start = end + 1
        }
        return true
    }

    private mutating func add(member: ByteView) -> Bool {
        guard let equals = member.firstIndex(of: 0x3D) else { return false }
        let key = member.prefix(equals)
        let value = member.dropFirst(equals + 1)
        seen += 1
        guard seen <= Self.maximumMembers, Self.isKey(key), Self.isValue(value) else { return false }
        if index(of: key) != nil { return true }
        keys[count] = key
        values[count] = value
        count += 1
        return true
    }

    /// `[a-z0-9][a-z0-9_\-*/@]{0,255}`, the rule of level 2; level 1 was stricter about `@` and a leading digit.
    public static func isKey(_ key: ByteView) -> Bool {
        guard (1...256).contains(key.count), isAlphanumeric(key[0]) else { return false }
        for i in 1..<key.count {
            switch key[i] {
            case 0x5F, 0x2D, 0x2A, 0x2F, 0x40: continue
            default: if !isAlphanumeric(key[i]) { return false }
            }
        }
        return true
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 || byte &- 0x30 < 10 }

    /// One to 256 printable bytes without `,` and `=`, the last no space.
    public static func isValue(_ value: ByteView) -> Bool {
        guard (1...256).contains(value.count), value[value.count - 1] != 0x20 else { return false }
        for i in 0..<value.count {
            let byte = value[i]
            if byte < 0x20 || byte > 0x7E || byte == 0x2C || byte == 0x3D { return false }
        }
        return true
    }

    // MARK: Mutation (W3C Trace Context, "Mutating the tracestate Field")

    /// Puts a member left-most, taking its old place away; when the list is full, the right-most goes.
    public mutating func set(_ key: ByteView, to value: ByteView) {
        if let index = index(of: key) { remove(at: index) }
        var i = min(count, Self.maximumMembers - 1)
        count = i + 1
        while i > 0 {
            keys[i] = keys[i - 1]
            values[i] = values[i - 1]
            i -= 1
        }
        keys[0] = key
        values[0] = value
    }

    /// Takes a member out.
    public mutating func remove(at index: Int) {
        precondition(index >= 0 && index < count, "There is no such member.")
        for i in index..<count - 1 {
            keys[i] = keys[i + 1]
            values[i] = values[i + 1]
        }
        count -= 1
    }

    /// Makes the list fit into `limit` bytes: members longer than 128 bytes go first, then the right-most, each whole.
    public mutating func truncate(to limit: Int) {
        var i = count - 1
        while i >= 0, writtenCount > limit {
            if keys[i].count + 1 + values[i].count > 128 { remove(at: i) }
            i -= 1
        }
        while count > 0, writtenCount > limit { count -= 1 }
    }

    /// How many bytes `write(to:)` appends.
    public var writtenCount: Int {
        var bytes = max(count - 1, 0)
        for i in 0..<count { bytes += keys[i].count + 1 + values[i].count }
        return bytes
    }

    /// Appends the members, joined with commas, with one more in front of them when others were written before.
    public func write(to buffer: inout ByteBuffer, afterOthers: Bool = false) {
        for i in 0..<count {
            if afterOthers || i > 0 { buffer.append(0x2C) }
            buffer.append(keys[i])
            buffer.append(0x3D)
            buffer.append(values[i])
        }
    }
}
