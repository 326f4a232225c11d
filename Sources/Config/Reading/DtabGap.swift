// Which names may an entry be about that cannot be read?

import Routing

/// The part of a `dtab` block in which a fault lies.
struct DtabGap {
    private let text: Substring

    /// From behind the last thing that is known to the end of the fault's line; `isInside` when that last thing ends
    /// where the first line does.
    init(_ bytes: [UInt8], from start: Int, fault: Int, isInside: Bool) {
        let fault = min(max(fault, start), bytes.count)
        let end = bytes[fault...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        self.text = isInside ? text.drop { $0 != "\n" && $0 != "\r\n" && $0 != ";" } : text[...]
    }

    /// What stands left of an arrow, or where one should be. `/`, which is every name, when that cannot be told.
    var prefixes: [DtabPrefix] {
        let pieces = text.split { $0.isNewline || $0 == ";" }.map { $0.drop(while: \.isWhitespace) }
        let heads = pieces.filter { !$0.isEmpty && !$0.hasPrefix("#") }.flatMap(DtabGap.heads)
        return heads.isEmpty ? [DtabPrefix()] : heads.map { (try? DtabPrefix(parsing: $0)) ?? DtabPrefix() }
    }

    private static func heads(_ piece: Substring) -> [String] {
        let parts = piece.split(separator: "=>", omittingEmptySubsequences: false)
        if parts.count == 1 { return [String(piece.prefix { !$0.isWhitespace && $0 != "=" })] }
        return parts.dropLast().map { part in String(part.split(whereSeparator: \.isWhitespace).last ?? "") }
    }
}
