// At which line and column of the file does a byte of a raw text stand?

/// Turns offsets into places. Knows where lines begin, so that asking often stays cheap.
struct PlaceFinder {
    private let bytes: [UInt8]
    private let origin: SourcePlace
    /// The offset of each line's first byte; the first line begins where the text does.
    private let lineStarts: [Int]

    init(_ raw: ConfigBlock.RawText) {
        let bytes = Array(raw.text.utf8)
        self.bytes = bytes
        origin = raw.place
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// The place of the byte at `offset`; the end for offsets beyond it.
    func place(at offset: Int) -> SourcePlace {
        let offset = min(max(0, offset), bytes.count)
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        // Continuation bytes of UTF-8 take no column.
        let characters = bytes[lineStarts[low]..<offset].count { $0 & 0xC0 != 0x80 }
        let first = low == 0 ? origin.column : 1
        return SourcePlace(file: origin.file, line: origin.line + low, column: first + characters)
    }
}
