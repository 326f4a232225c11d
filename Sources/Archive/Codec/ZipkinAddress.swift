// Which address does the text in an endpoint mean to Zipkin?

import Bytes

/// Reads address texts as zipkin2's `Endpoint.parseIp` does, which is a little more than `IPAddress` reads.
///
/// IPv4 numbers may have leading zeros and are decimal all the same. IPv4 inside of IPv6 (`::1.2.3.4`,
/// `::ffff:1.2.3.4`) is IPv4. What is no address is nil and not an error: the span is kept without it.
public enum ZipkinAddress {
    public static func read(_ text: String) -> IPAddress? {
        let tail = text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex
        guard text[tail...].contains(".") else { return IPAddress(text) }
        let prefix = text[..<tail].lowercased()
        guard prefix.isEmpty || prefix == "::" || isMappedPrefix(prefix) else { return nil }
        return IPAddress(withoutLeadingZeros(text[tail...]))
    }

    /// `::` and four digits of which each is `f` or `0`: zipkin2 is not strict about `::ffff:`.
    private static func isMappedPrefix(_ prefix: String) -> Bool {
        prefix.utf8.count == 7 && prefix.hasPrefix("::") && prefix.hasSuffix(":")
            && prefix.dropFirst(2).dropLast().allSatisfy { $0 == "f" || $0 == "0" }
    }

    private static func withoutLeadingZeros(_ text: Substring) -> String {
        text.split(separator: ".", omittingEmptySubsequences: false).map { part in
            guard part.utf8.count <= 3, part.first == "0" else { return String(part) }
            let digits = part.drop { $0 == "0" }
            return digits.isEmpty ? "0" : String(digits)
        }.joined(separator: ".")
    }
}
