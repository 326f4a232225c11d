// How numbers and joined runs are written at the end of a buffer.

extension ByteBuffer {
    /// Appends `value` in decimal digits, without sign or leading zeros.
    public mutating func appendDecimal(_ value: UInt64) {
        // 2^64 - 1 has twenty digits.
        unsafe fillExactly(Digits.decimalCount(value)) { room, count in
            var rest = value
            var at = count
            repeat {
                at -= 1
                unsafe room[at] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
                rest /= 10
            } while at > 0
        }
    }

    /// Appends the lowest `digits` hexadecimal digits of `value`, lower-case, with leading zeros; 1 to 16 of them.
    public mutating func appendHex(_ value: UInt64, digits: Int) {
        precondition(digits >= 1 && digits <= 16, "A 64-bit number has one to sixteen hexadecimal digits.")
        unsafe fillExactly(digits) { room, count in
            let high = Digits.hexDigits(UInt32(truncatingIfNeeded: value >> 32))
            let low = Digits.hexDigits(UInt32(truncatingIfNeeded: value))
            let raw = UnsafeMutableRawPointer(room)
            if count == 16 {
                // Sound: sixteen bytes of room; the stores may be unaligned.
                unsafe raw.storeBytes(of: high, as: UInt64.self)
                unsafe raw.storeBytes(of: low, toByteOffset: 8, as: UInt64.self)
                return
            }
            unsafe withUnsafeBytes(of: (high, low)) { all in
                // Sound: the last `count` of sixteen digits.
                unsafe raw.copyMemory(from: all.baseAddress.unsafelyUnwrapped + (16 - count), byteCount: count)
            }
        }
    }

    /// Appends `value` in as few lower-case hexadecimal digits as it needs (`0` for zero), as a chunk size is written.
    public mutating func appendHex(_ value: UInt64) {
        appendHex(value, digits: max(1, (67 - value.leadingZeroBitCount) / 4))
    }

    /// Appends `view` with every byte that is not unreserved (RFC 3986, 2.3) written as `%XX`, upper-case.
    public mutating func appendPercentEncoded(_ view: ByteView) {
        for i in 0..<view.count {
            let byte = view[i]
            if ASCII.isUnreserved(byte) { append(byte) } else { appendEscape(byte) }
        }
    }

    /// Appends `%XX` for `byte`, in the upper-case form that RFC 3986, 2.1 asks for.
    public mutating func appendEscape(_ byte: UInt8) {
        append(0x25)
        append(Digits.upperHexDigit(byte >> 4))
        append(Digits.upperHexDigit(byte & 15))
    }

    /// Appends `first`, `separator`, `second` and `terminator` with one check for room: a header line in one go.
    public mutating func append(
        _ first: ByteView,
        separator: StaticString,
        _ second: ByteView,
        terminator: StaticString
    ) {
        let between = ByteView(separator)
        let after = ByteView(terminator)
        unsafe fillExactly(first.count + between.count + second.count + after.count) { room, _ in
            var at = 0
            unsafe first.copy(to: room, at: &at)
            unsafe between.copy(to: room, at: &at)
            unsafe second.copy(to: room, at: &at)
            unsafe after.copy(to: room, at: &at)
        }
    }

    /// Lends exactly `count` bytes of room to `body`, which fills them all.
    @unsafe
    private mutating func fillExactly(_ count: Int, _ body: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        if count == 0 { return }
        _ = unsafe fill(minimum: count) { room in
            // Sound: `fill` lends at least `count` bytes, so the base exists and `body` stays inside of it.
            unsafe body(room.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self), count)
            return count
        }
    }
}

extension ByteView {
    /// Copies the bytes to `room + at` and moves `at` behind them. The caller has made the room.
    @unsafe
    fileprivate func copy(to room: UnsafeMutablePointer<UInt8>, at: inout Int) {
        if isEmpty { return }
        // Sound: the caller's room begins at `room` and holds the sum of everything that it copies.
        unsafe withUnsafeBytes { source in
            unsafe UnsafeMutableRawPointer(room + at).copyMemory(
                from: source.baseAddress.unsafelyUnwrapped,
                byteCount: source.count
            )
        }
        at += count
    }
}
