// What fields a list of names and values makes, for tests.

import Bytes
import HTTP

/// Fields as a parser would have made them.
func withFields<R>(_ headers: [(String, String)], _ body: (borrowing Fields) throws -> R) rethrows -> R {
    var bytes: [UInt8] = [0]
    var places: [(name: Range<Int>, value: Range<Int>)] = []
    for (name, value) in headers {
        let start = bytes.count
        bytes += Array(name.utf8)
        places.append((start..<bytes.count, bytes.count..<bytes.count + value.utf8.count))
        bytes += Array(value.utf8)
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

/// What a writer appends, as text.
func written(_ body: (inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    body(&buffer)
    return String(buffer.readable)
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

/// Words from a list, then zeros no more: for what must happen on a particular draw.
struct ListedRandom: RandomNumberGenerator {
    private var words: [UInt64]

    init(_ words: [UInt64]) { self.words = words.reversed() }

    mutating func next() -> UInt64 { words.popLast() ?? 7 }
}
