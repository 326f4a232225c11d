// How an IPv4 address is read from and written as text.

/// Dotted decimal: `192.0.2.1`.
enum IPv4Text {
    /// The address, highest byte first; nil unless there are four numbers up to 255 without leading zeros.
    ///
    /// Leading zeros are refused because some readers take them for octal, and two readings of one address are a hole.
    static func read(_ text: ByteView) -> UInt32? {
        guard text.count >= 7, text.count <= 15 else { return nil }
        var address: UInt32 = 0
        var at = 0
        for part in 0..<4 {
            if part > 0 {
                guard at < text.count, text[at] == 0x2E else { return nil }
                at += 1
            }
            guard let octet = readOctet(text, at: &at) else { return nil }
            address = address << 8 | octet
        }
        return at == text.count ? address : nil
    }

    private static func readOctet(_ text: ByteView, at: inout Int) -> UInt32? {
        let start = at
        var octet: UInt32 = 0
        while at < text.count, at - start < 3, ASCII.isDigit(text[at]) {
            octet = octet * 10 + UInt32(text[at] - 0x30)
            at += 1
        }
        let digits = at - start
        guard digits > 0, octet <= 255, digits == 1 || text[start] != 0x30 else { return nil }
        return octet
    }

    static func write(_ address: UInt32, to buffer: inout ByteBuffer) {
        _ = unsafe buffer.fill(minimum: 15) { room in
            var at = 0
            for shift in stride(from: UInt32(24), through: 0, by: -8) {
                unsafe putOctet(UInt8(truncatingIfNeeded: address >> shift), room, &at)
                if shift > 0 { unsafe put(0x2E, room, &at) }
            }
            return at
        }
    }

    @unsafe
    private static func putOctet(_ octet: UInt8, _ room: UnsafeMutableRawBufferPointer, _ at: inout Int) {
        if octet >= 100 { unsafe put(0x30 + octet / 100, room, &at) }
        if octet >= 10 { unsafe put(0x30 + octet / 10 % 10, room, &at) }
        unsafe put(0x30 + octet % 10, room, &at)
    }

    /// Sound: four octets of at most three digits and three dots are the fifteen bytes that were asked for.
    @unsafe
    private static func put(_ byte: UInt8, _ room: UnsafeMutableRawBufferPointer, _ at: inout Int) {
        unsafe room.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
        at += 1
    }
}
