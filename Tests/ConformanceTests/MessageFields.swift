// What fields a vector's header list makes, and what lines a writer wrote.

import Bytes
import HTTP

/// Fields made from a list of `[name, value]`, each value exactly as it stands there.
///
/// The parser of a head would take white space off and refuse odd bytes; the vectors test what comes behind it.
enum MessageFields {
    static func with<R>(_ headers: JSON, _ body: (borrowing Fields) throws -> R) rethrows -> R {
        try with(headers.array.map { ($0[0].string ?? "", $0[1].string ?? "") }, body)
    }

    static func with<R>(_ headers: [(String, String)], _ body: (borrowing Fields) throws -> R) rethrows -> R {
        var bytes: [UInt8] = [0]
        var places: [(name: Range<Int>, value: Range<Int>)] = []
        for (name, value) in headers {
            let start = bytes.count
            bytes += Array(name.utf8)
            let middle = bytes.count
            bytes += Array(value.utf8)
            places.append((start..<middle, middle..<bytes.count))
        }
        return try bytes.withByteView { view in
            var fields = Fields(capacity: max(places.count, 1))
            fields.reset(bytes: view)
            for (name, value) in places {
                let id = FieldName(recognising: view.slice(from: name.lowerBound, count: name.count))
                fields.append(
                    id,
                    nameAt: name.lowerBound,
                    count: name.count,
                    valueAt: value.lowerBound,
                    count: value.count
                )
            }
            return try body(fields)
        }
    }

    /// The lines of a buffer, by lower-case name.
    static func lines(_ buffer: borrowing ByteBuffer) -> [String: String] {
        var lines: [String: String] = [:]
        for line in String(buffer.readable).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
            lines[parts[0].lowercased()] = value
        }
        return lines
    }
}

/// A small generator with a seed, so that a test says the same every time (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
