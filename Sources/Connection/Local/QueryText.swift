// What do the escapes of a query mean?

import Bytes

/// Reads queries as HTML forms write them (WHATWG URL, "application/x-www-form-urlencoded parsing").
public enum QueryText {
    /// The parameters in order; one without `=` has an empty value, empty ones are left out.
    public static func parameters(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").map { part in
            guard let equals = part.firstIndex(of: "=") else { return (decode(part), "") }
            return (decode(part[..<equals]), decode(part[part.index(after: equals)...]))
        }
    }

    /// The text behind `%41` and, in queries, `+`. What is no escape stands for itself; what is no UTF-8 becomes U+FFFD.
    public static func decode(_ text: Substring, plusIsSpace: Bool = true) -> String {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), let byte = escaped(bytes, at) {
                decoded.append(byte)
                at += 3
            } else {
                decoded.append(bytes[at] == UInt8(ascii: "+") && plusIsSpace ? 0x20 : bytes[at])
                at += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func escaped(_ bytes: [UInt8], _ at: Int) -> UInt8? {
        guard at + 2 < bytes.count, let high = Digits.hexValue(bytes[at + 1]), let low = Digits.hexValue(bytes[at + 2])
        else { return nil }
        return high << 4 | low
    }
}
