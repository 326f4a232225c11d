// What is one segment of a name?

/// One segment of a dtab path: any bytes, shown with `\xhh` where they are not plain.
public struct DtabLabel: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }

    /// The bytes as text; nil when they are not UTF-8.
    public var text: String? { String(validating: bytes, as: UTF8.self) }

    /// Whether a byte stands for itself in a label: `[0-9A-Za-z_:.#$%-]`.
    public static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A: true
        case 0x5F, 0x2E, 0x23, 0x24, 0x25, 0x2D: true
        default: false
        }
    }
}

extension DtabLabel: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) { self.init(value) }
}

extension DtabLabel: CustomStringConvertible {
    /// Canonical: plain when every byte is, otherwise every byte as `\xhh` in lower case.
    public var description: String {
        if bytes.allSatisfy(DtabLabel.isPlain) { return String(decoding: bytes, as: UTF8.self) }
        return bytes.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
