// Do a route's matchers hold for this request?

import Bytes
import HTTP

/// The matchers of all routes as plain records over one run of bytes, so that asking them allocates nothing.
struct MatcherTable: Sendable {
    private enum Kind: UInt8 {
        case methods, header, query
    }

    private struct Record {
        var kind: Kind
        /// Of a header: its number, `.other` if it has none.
        var field = FieldName.other
        var hasValue = false
        /// Of methods: one bit per `Method`.
        var methods: UInt16 = 0
        /// A header's name in lower case, a parameter's name, or the unknown methods separated by spaces.
        var name = ByteRange.empty
        var value = ByteRange.empty
    }

    private struct Route {
        var index: UInt32
        var start: UInt32
        var count: UInt32
    }

    private var routes: ContiguousArray<Route> = []
    private var records: ContiguousArray<Record> = []
    private var bytes: ContiguousArray<UInt8> = []

    init(_ entries: [RouteEntry]) {
        routes.reserveCapacity(entries.count)
        for entry in entries {
            routes.append(
                Route(
                    index: UInt32(entry.index),
                    start: UInt32(records.count),
                    count: UInt32(entry.matchers.count)
                )
            )
            for matcher in entry.matchers { add(matcher) }
        }
    }

    private mutating func add(_ matcher: FieldMatcher) {
        switch matcher {
        case .methods(let names):
            var record = Record(kind: .methods)
            var unknown: [String] = []
            for name in names {
                let method = name.withByteView { Method($0) }
                if method == .other { unknown.append(name) } else { record.methods |= 1 << UInt16(method.rawValue) }
            }
            record.name = store(unknown.joined(separator: " ").utf8)
            records.append(record)
        case .header(let name, let value):
            let id = name.withByteView { FieldName(recognising: $0) }
            var record = Record(kind: .header, field: id, hasValue: value != nil)
            record.name = store(name.utf8.map(ASCII.lowercased))
            record.value = store((value ?? "").utf8)
            records.append(record)
        case .query(let name, let value):
            var record = Record(kind: .query, hasValue: value != nil)
            record.name = store(name.utf8)
            record.value = store((value ?? "").utf8)
            records.append(record)
        }
    }

    private mutating func store(_ text: some Collection<UInt8>) -> ByteRange {
        let range = ByteRange(start: bytes.count, count: text.count)
        bytes.append(contentsOf: text)
        return range
    }

    /// The index by which the route at `position` is known.
    func index(at position: Int) -> Int { Int(routes[position].index) }

    /// Whether all matchers of the route at `position` hold.
    func hold(
        at position: Int,
        method: Method,
        methodBytes: ByteView,
        query: ByteView?,
        fields: borrowing Fields
    ) -> Bool {
        let route = routes[position]
        var i = Int(route.start)
        let end = i + Int(route.count)
        while i < end {
            let record = records[i]
            let holds =
                switch record.kind {
                case .methods: isOneOf(record, method, methodBytes)
                case .header: hasField(record, fields)
                case .query: hasParameter(record, query ?? .empty)
                }
            if !holds { return false }
            i += 1
        }
        return true
    }

    // MARK: Methods

    private func isOneOf(_ record: Record, _ method: Method, _ name: ByteView) -> Bool {
        if method != .other { return record.methods & (1 << UInt16(method.rawValue)) != 0 }
        var start = Int(record.name.start)
        while start < record.name.end {
            var end = start
            while end < record.name.end, bytes[end] != 0x20 { end += 1 }
            if isEqual(name, ByteRange(start: start, count: end - start)) { return true }
            start = end + 1
        }
        return false
    }

    // MARK: Fields

    private func hasField(_ record: Record, _ fields: borrowing Fields) -> Bool {
        var index = fields.firstIndex(of: record.field)
        while let found = index {
            let field = fields[found]
            let isNamed = record.field != .other || isEqualFolded(field.name, record.name)
            if isNamed, !record.hasValue || isEqual(field.value, record.value) { return true }
            index = fields.firstIndex(of: record.field, from: found + 1)
        }
        return false
    }

    // MARK: Query parameters

    private func hasParameter(_ record: Record, _ query: ByteView) -> Bool {
        var start = 0
        while start < query.count {
            let end = query.firstIndex(of: 0x26, from: start) ?? query.count
            let parameter = query.slice(from: start, count: end - start)
            let equals = parameter.firstIndex(of: 0x3D) ?? parameter.count
            let isNamed = isEqualDecoded(parameter.prefix(equals), record.name)
            let value = parameter.dropFirst(equals + 1)
            if isNamed, !record.hasValue || isEqualDecoded(value, record.value) { return true }
            start = end + 1
        }
        return false
    }

    // MARK: Comparing with the table's bytes

    private func isEqual(_ view: ByteView, _ range: ByteRange) -> Bool {
        guard view.count == Int(range.count) else { return false }
        var i = 0
        while i < view.count {
            if view[i] != bytes[Int(range.start) + i] { return false }
            i += 1
        }
        return true
    }

    private func isEqualFolded(_ view: ByteView, _ range: ByteRange) -> Bool {
        guard view.count == Int(range.count) else { return false }
        var i = 0
        while i < view.count {
            if ASCII.lowercased(view[i]) != bytes[Int(range.start) + i] { return false }
            i += 1
        }
        return true
    }

    /// Compares after decoding `%xx` and `+`; a `%` without two hex digits stands for itself.
    private func isEqualDecoded(_ view: ByteView, _ range: ByteRange) -> Bool {
        var i = 0
        var k = Int(range.start)
        while i < view.count {
            var byte = view[i]
            var width = 1
            if byte == 0x2B {
                byte = 0x20
            } else if byte == 0x25, let escaped = escape(view, at: i) {
                byte = escaped
                width = 3
            }
            if k == range.end || bytes[k] != byte { return false }
            i += width
            k += 1
        }
        return k == range.end
    }

    private func escape(_ view: ByteView, at index: Int) -> UInt8? {
        guard index + 2 < view.count else { return nil }
        guard let high = hexDigit(view[index + 1]), let low = hexDigit(view[index + 2]) else { return nil }
        return high << 4 | low
    }

    private func hexDigit(_ byte: UInt8) -> UInt8? {
        if ASCII.isDigit(byte) { return byte &- 0x30 }
        let letter = byte | 0x20
        return (0x61...0x66).contains(letter) ? letter &- 0x61 &+ 10 : nil
    }
}
