// How an IPv4 address is read from and written as text.

import CBytes

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
        // Sound: four octets of at most three digits and three dots are the fifteen bytes that are asked for.
        _ = unsafe buffer.fill(minimum: 15) { room in
            let start = unsafe room.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
            return Int(unsafe CBytes_write_ipv4(start, address))
        }
    }
}
