// How keys and values are set side by side without one breaking out of its place.

import Bytes

/// The writer of one line. Values come from strangers: control bytes, quotes, backslashes and bytes above 0x7E are
/// escaped, so that no value ends its field, its line, or a terminal's patience.
struct AccessLine: ~Copyable {
    private let isJSON: Bool
    private var isFirst = true

    init(_ format: AccessFormat) { isJSON = format == .json }

    func open(_ room: inout Room) {
        if isJSON { room.append(byte: 0x7B) }
    }

    func close(_ room: inout Room) {
        if isJSON { room.append(byte: 0x7D) }
        room.append(byte: 0x0A)
    }

    /// Appends the separator and `key=` or `"key":`.
    @inline(__always)
    mutating func key(_ key: StaticString, _ room: inout Room) {
        if !isFirst { room.append(byte: isJSON ? 0x2C : 0x20) }
        isFirst = false
        if isJSON { room.append(byte: 0x22) }
        room.append(key)
        if isJSON { room.append("\":") } else { room.append(byte: 0x3D) }
    }

    /// A quotation mark where the format needs one around a value that has nothing to escape.
    func quote(_ room: inout Room) {
        if isJSON { room.append(byte: 0x22) }
    }

    @inline(__always)
    mutating func number(_ key: StaticString, _ value: UInt64, _ room: inout Room) {
        self.key(key, &room)
        room.append(decimal: value)
    }

    /// Appends a pair whose value is a stranger's; an empty value is left out.
    @inline(__always)
    mutating func text(_ key: StaticString, _ value: ByteView, _ room: inout Room) {
        if value.isEmpty { return }
        self.key(key, &room)
        self.value(value, &room)
    }

    /// Appends a pair whose value is ours, or a token that a parser has checked: nothing in it needs an escape.
    @inline(__always)
    mutating func token(_ key: StaticString, _ value: ByteView, _ room: inout Room) {
        if value.isEmpty { return }
        self.key(key, &room)
        quote(&room)
        room.append(value)
        quote(&room)
    }

    private func value(_ value: ByteView, _ room: inout Room) {
        let isPlain =
            value.endOfVisible(from: 0) == value.count && value.firstIndex(of: 0x22) == nil
            && value.firstIndex(of: 0x5C) == nil
        let quotes = isJSON || !isPlain || value.firstIndex(of: 0x3D) != nil
        if quotes { room.append(byte: 0x22) }
        if isPlain { room.append(value) } else { escape(value, &room) }
        if quotes { room.append(byte: 0x22) }
    }

    /// `\"`, `\\`, and `\u00XX` in JSON or `\xXX` in text: each byte for itself, so that broken UTF-8 cannot break a line.
    private func escape(_ value: ByteView, _ room: inout Room) {
        for i in 0..<value.count {
            let byte = value[i]
            if byte == 0x22 || byte == 0x5C {
                room.append(byte: 0x5C)
                room.append(byte: byte)
            } else if byte < 0x20 || byte > 0x7E {
                if isJSON { room.append("\\u00") } else { room.append("\\x") }
                room.append(byte: Digits.hexDigit(byte >> 4))
                room.append(byte: Digits.hexDigit(byte & 15))
            } else {
                room.append(byte: byte)
            }
        }
    }
}
