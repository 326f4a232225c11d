// How keys and values are set side by side without one breaking out of its place.

import Bytes

/// The writer of one line. Values come from strangers: control bytes, quotes, backslashes and bytes above 0x7E are
/// escaped, so that no value ends its field, its line, or a terminal's patience.
struct AccessLine {
    private let format: AccessFormat
    private var isFirst = true

    init(_ format: AccessFormat) { self.format = format }

    func open(_ buffer: inout ByteBuffer) {
        if format == .json { buffer.append(0x7B) }
    }

    func close(_ buffer: inout ByteBuffer) {
        if format == .json { buffer.append(0x7D) }
        buffer.append(0x0A)
    }

    /// Appends the separator and `key=` or `"key":`.
    mutating func key(_ key: StaticString, _ buffer: inout ByteBuffer) {
        switch format {
        case .text:
            if !isFirst { buffer.append(0x20) }
            buffer.append(key)
            buffer.append(0x3D)
        case .json:
            buffer.append(isFirst ? "\"" : ",\"")
            buffer.append(key)
            buffer.append("\":")
        }
        isFirst = false
    }

    /// A quotation mark where the format needs one around a value that has nothing to escape.
    func quote(_ buffer: inout ByteBuffer) {
        if format == .json { buffer.append(0x22) }
    }

    mutating func number(_ key: StaticString, _ value: UInt64, _ buffer: inout ByteBuffer) {
        self.key(key, &buffer)
        buffer.appendDecimal(value)
    }

    /// Appends a pair whose value is a stranger's; an empty value is left out.
    mutating func text(_ key: StaticString, _ value: ByteView, _ buffer: inout ByteBuffer) {
        if value.isEmpty { return }
        self.key(key, &buffer)
        let quotes = format == .json || Self.needsQuotes(value)
        if quotes { buffer.append(0x22) }
        escape(value, &buffer)
        if quotes { buffer.append(0x22) }
    }

    private static func needsQuotes(_ value: ByteView) -> Bool {
        for i in 0..<value.count where value[i] <= 0x20 || value[i] == 0x3D || isSpecial(value[i]) { return true }
        return false
    }

    private static func isSpecial(_ byte: UInt8) -> Bool { byte < 0x20 || byte > 0x7E || byte == 0x22 || byte == 0x5C }

    /// Appends the value, run by run between the bytes that need an escape.
    private func escape(_ value: ByteView, _ buffer: inout ByteBuffer) {
        var start = 0
        for i in 0..<value.count where Self.isSpecial(value[i]) {
            buffer.append(value.slice(from: start, count: i - start))
            escape(value[i], &buffer)
            start = i + 1
        }
        buffer.append(value.dropFirst(start))
    }

    /// `\"`, `\\`, and `\u00XX` in JSON or `\xXX` in text: each byte for itself, so that broken UTF-8 cannot break a line.
    private func escape(_ byte: UInt8, _ buffer: inout ByteBuffer) {
        buffer.append(0x5C)
        if byte == 0x22 || byte == 0x5C {
            buffer.append(byte)
            return
        }
        buffer.append(format == .json ? "u00" : "x")
        buffer.appendHex(UInt64(byte), digits: 2)
    }
}
