// How an IPv6 address is read from and written as text.

/// Eight groups of hexadecimal digits, one run of zero groups written as `::` (RFC 4291, 2.2; RFC 5952).
enum IPv6Text {
    /// The two halves of the address; nil when the text is not an IPv6 address.
    static func read(_ text: ByteView) -> (high: UInt64, low: UInt64)? {
        guard text.count >= 2, text.count <= 45 else { return nil }
        var groups = Groups()
        var at = 0
        if text[0] == 0x3A {
            guard text[1] == 0x3A else { return nil }
            groups.noteGap()
            at = 2
        }
        while at < text.count {
            guard groups.count < 8, readGroup(text, at: &at, into: &groups) else { return nil }
            if at == text.count { break }
            guard text[at] == 0x3A, at + 1 < text.count else { return nil }
            at += 1
            if text[at] == 0x3A {
                guard groups.noteGap() else { return nil }
                at += 1
            }
        }
        return groups.halves
    }

    /// Reads one group of up to four digits, or the dotted decimal tail, which stands for two.
    private static func readGroup(_ text: ByteView, at: inout Int, into groups: inout Groups) -> Bool {
        let start = at
        while at < text.count, Digits.hexValue(text[at]) != nil { at += 1 }
        if at < text.count, text[at] == 0x2E {
            guard groups.count <= 6, let tail = IPv4Text.read(text.dropFirst(start)) else { return false }
            groups.append(UInt64(tail >> 16))
            groups.append(UInt64(tail & 0xFFFF))
            at = text.count
            return true
        }
        guard at - start <= 4, let value = Digits.hex(text.slice(from: start, count: at - start)) else { return false }
        groups.append(value)
        return true
    }

    /// Writes the form of RFC 5952, 4: lower-case, no leading zeros, the first longest run of two or more zero groups
    /// as `::`.
    static func write(high: UInt64, low: UInt64, to buffer: inout ByteBuffer) {
        let gap = longestZeroRun(high: high, low: low)
        var index = 0
        while index < 8 {
            if index == gap.start, gap.count > 1 {
                buffer.append("::")
                index += gap.count
                continue
            }
            if index > 0, index != gap.start + gap.count || gap.count < 2 { buffer.append(0x3A) }
            buffer.appendHex(group(index, high: high, low: low))
            index += 1
        }
    }

    private static func group(_ index: Int, high: UInt64, low: UInt64) -> UInt64 {
        (index < 4 ? high : low) >> UInt64(48 - 16 * (index & 3)) & 0xFFFF
    }

    private static func longestZeroRun(high: UInt64, low: UInt64) -> (start: Int, count: Int) {
        var best = (start: 0, count: 0)
        var run = 0
        for index in 0..<8 {
            run = group(index, high: high, low: low) == 0 ? run + 1 : 0
            if run > best.count { best = (index + 1 - run, run) }
        }
        return best
    }

    /// Groups as they are read: those before `::` count from the front, those after it from the back.
    private struct Groups {
        private(set) var count = 0
        private var gap: Int?
        private var high: UInt64 = 0
        private var low: UInt64 = 0

        /// Marks that `::` stands here; false when there was one already.
        @discardableResult
        mutating func noteGap() -> Bool {
            if gap != nil { return false }
            gap = count
            return true
        }

        mutating func append(_ value: UInt64) {
            high = high << 16 | low >> 48
            low = low << 16 | value
            count += 1
        }

        /// The address; nil when there are not eight groups, or `::` stands for none.
        var halves: (high: UInt64, low: UInt64)? {
            guard let gap else { return count == 8 ? (high, low) : nil }
            guard count < 8 else { return nil }
            let behind = count - gap
            // The groups were shifted in from the right: those behind the gap lie where they belong.
            let whole = UInt128(high) << 64 | UInt128(low)
            let tailBits = UInt128(16 * behind)
            let tail = behind == 0 ? 0 : whole & (UInt128(1) << tailBits - 1)
            let front = gap == 0 ? 0 : (whole >> tailBits) << UInt128(128 - 16 * gap)
            let address = front | tail
            return (UInt64(truncatingIfNeeded: address >> 64), UInt64(truncatingIfNeeded: address))
        }
    }
}
