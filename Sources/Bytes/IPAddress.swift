// Which host of the Internet is meant: one address, read and written as text.

/// An IPv4 or IPv6 address, sixteen bytes inline.
///
/// An IPv4-mapped IPv6 address (`::ffff:192.0.2.1`) is the IPv4 address that it carries, so that one peer has one
/// name whichever socket family it came through. Zones (`fe80::1%eth0`) are not part of an address and are refused.
public struct IPAddress: Hashable, Sendable {
    /// The first eight bytes in network order; 0 for IPv4.
    public let high: UInt64
    /// The last eight bytes in network order; for IPv4 the address in the lower half.
    public let low: UInt64
    public let isIPv4: Bool

    /// The IPv4 address whose first byte is the highest of `v4`: 127.0.0.1 is 0x7F000001.
    public init(v4: UInt32) {
        self.init(high: 0, low: UInt64(v4), isIPv4: true)
    }

    /// The IPv6 address of the two halves, or the IPv4 address that is mapped into it (RFC 4291, 2.5.5.2).
    public init(high: UInt64, low: UInt64) {
        if high == 0, low >> 32 == 0xFFFF {
            self.init(v4: UInt32(truncatingIfNeeded: low))
        } else {
            self.init(high: high, low: low, isIPv4: false)
        }
    }

    private init(high: UInt64, low: UInt64, isIPv4: Bool) {
        self.high = high
        self.low = low
        self.isIPv4 = isIPv4
    }

    /// Reads dotted decimal (four numbers without leading zeros) or IPv6 text (RFC 4291, 2.2) without brackets.
    public init?(_ text: ByteView) {
        if text.firstIndex(of: 0x3A) == nil {
            guard let address = IPv4Text.read(text) else { return nil }
            self.init(v4: address)
        } else {
            guard let (high, low) = IPv6Text.read(text) else { return nil }
            self.init(high: high, low: low)
        }
    }

    public init?(_ text: String) {
        guard let address = text.withByteView({ IPAddress($0) }) else { return nil }
        self = address
    }

    public static var loopback4: IPAddress { IPAddress(v4: 0x7F00_0001) }
    public static var loopback6: IPAddress { IPAddress(high: 0, low: 1) }

    /// 127.0.0.0/8 or ::1.
    public var isLoopback: Bool { isIPv4 ? low >> 24 == 127 : high == 0 && low == 1 }

    /// Appends the canonical text: dotted decimal, or the IPv6 form of RFC 5952, without brackets.
    public func write(to buffer: inout ByteBuffer) {
        if isIPv4 {
            IPv4Text.write(UInt32(truncatingIfNeeded: low), to: &buffer)
        } else {
            IPv6Text.write(high: high, low: low, to: &buffer)
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text. Allocates: for the cold side.
    public var description: String {
        var buffer = ByteBuffer()
        write(to: &buffer)
        return String(buffer.readable)
    }
}
