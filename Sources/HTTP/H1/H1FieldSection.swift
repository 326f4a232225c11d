// Which fields a head has, from its second line to the empty one.

import Bytes

/// The field section of a head: lines up to an empty one.
enum H1FieldSection {
    /// Reads the lines from `start` on into `fields` and returns the index behind the empty line.
    static func read(_ bytes: ByteView, from start: Int, into fields: inout Fields) throws(H1Error) -> Int {
        var at = start
        while true {
            guard at < bytes.count else { throw .incompleteHead }
            if bytes[at] == 0x0D { return try end(bytes, at: at) }
            let line = try H1FieldLine(bytes, at: at)
            let nameCount = line.nameEnd &- line.nameStart
            guard nameCount <= Fields.longestName else { throw .fieldNameTooLong }
            let kept = fields.append(
                FieldName(recognising: bytes.slice(from: line.nameStart, count: nameCount)),
                nameAt: line.nameStart,
                count: nameCount,
                valueAt: line.valueStart,
                count: line.valueEnd &- line.valueStart,
                isVerbatim: line.isVerbatim
            )
            guard kept else { throw .tooManyFields }
            at = line.next
        }
    }

    private static func end(_ bytes: ByteView, at: Int) throws(H1Error) -> Int {
        guard at + 1 < bytes.count else { throw .incompleteHead }
        guard bytes[at + 1] == 0x0A else { throw .bareCarriageReturn }
        return at + 2
    }
}
