// Can session tickets be sealed with these files?

/// The files of a `ticket-keys` line.
struct TicketKeyFiles {
    /// 16 bytes name a key, 32 sign and 32 encrypt.
    private static let size = 80

    /// The paths as written, the sealing one first; faults are reported.
    static func paths(_ directive: ConfigDirective, _ reader: BlockReader) -> [String] {
        guard reader.expect(1...16, in: directive) else { return [] }
        var paths: [String] = []
        for value in directive.values {
            let path = reader.path(value)
            if paths.contains(path) {
                reader.sink.error(.extraValue, at: value, "\"\(value.text)\" is written twice")
            } else {
                paths.append(path)
                check(value, reader)
            }
        }
        return paths
    }

    private static func check(_ value: ConfigValue, _ reader: BlockReader) {
        guard let bytes = reader.bytes(of: value, orReport: .unreadableFile), bytes.count != size else { return }
        let message = "\(value.text) has \(bytes.count) bytes, and a ticket key has \(size)"
        let hint = "Make one: openssl rand \(size) > FILE"
        reader.sink.error(.badTicketKey, at: value, message, hint: hint)
    }
}
