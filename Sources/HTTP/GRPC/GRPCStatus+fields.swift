// Which status do the fields of an answer or of its trailer section carry?

import Bytes

extension GRPCStatus {
    /// The status in the head of an answer, where only an answer without content has it (Trailers-Only); nil when there
    /// is none, and `.unknown` when it is malformed.
    public static func find(in fields: borrowing Fields) -> GRPCStatus? {
        fields.first(named: ByteView("grpc-status")).map { GRPCStatus(field: $0) ?? .unknown }
    }

    /// The status in lines `name: value` that each end in CRLF, as trailer sections are kept; nil when there is none,
    /// and `.unknown` when it is malformed. Of several the first counts.
    public static func find(inLines lines: ByteView) -> GRPCStatus? {
        var rest = lines
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest.prefix(end)
            if let value = value(of: line) { return GRPCStatus(field: value.trimmed) ?? .unknown }
            rest = rest.dropFirst(end + 1)
        }
        return nil
    }

    /// What follows `grpc-status:` in `line`, which may end in CR; nil when the line is another.
    private static func value(of line: ByteView) -> ByteView? {
        let name = ByteView("grpc-status:")
        guard line.count >= name.count, line.prefix(name.count).equalsIgnoringCase(name) else { return nil }
        let value = line.dropFirst(name.count)
        return value.last == 0x0D ? value.prefix(value.count - 1) : value
    }
}
