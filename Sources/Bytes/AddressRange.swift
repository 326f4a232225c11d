// Which addresses are meant together: a network by its prefix.

/// A network such as `10.0.0.0/8` or `2001:db8::/32`; a lone address is a range of one.
public struct AddressRange: Hashable, Sendable {
    /// The first address of the range: the bits behind the prefix are zero.
    public let address: IPAddress
    /// How many leading bits are fixed: 0 to 32 for IPv4, 0 to 128 for IPv6.
    public let prefixLength: Int
    private let highMask: UInt64
    private let lowMask: UInt64

    /// The range of the addresses that share the first `prefixLength` bits with `address`; nil when that is too long.
    public init?(_ address: IPAddress, prefixLength: Int) {
        guard prefixLength >= 0, prefixLength <= (address.isIPv4 ? 32 : 128) else { return nil }
        self.prefixLength = prefixLength
        if address.isIPv4 {
            highMask = ~0
            lowMask = 0xFFFF_FFFF_0000_0000 | Self.mask(bits: prefixLength + 32)
            self.address = IPAddress(v4: UInt32(truncatingIfNeeded: address.low & lowMask))
        } else {
            highMask = Self.mask(bits: min(prefixLength, 64))
            lowMask = Self.mask(bits: max(prefixLength - 64, 0))
            self.address = IPAddress(high: address.high & highMask, low: address.low & lowMask)
            // A prefix over the IPv4-mapped block would turn into an IPv4 address here, so it is refused instead.
            if self.address.isIPv4 { return nil }
        }
    }

    /// Reads `address/length` or a lone address. Bits behind the prefix are ignored: `10.1.2.3/8` is `10.0.0.0/8`.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        if parts.count == 1 {
            self.init(address, prefixLength: address.isIPv4 ? 32 : 128)
        } else {
            guard parts[1].utf8.count <= 3, let length = String(parts[1]).withByteView({ Digits.decimal($0) }) else {
                return nil
            }
            self.init(address, prefixLength: Int(length))
        }
    }

    public func contains(_ candidate: IPAddress) -> Bool {
        candidate.isIPv4 == address.isIPv4 && candidate.high & highMask == address.high
            && candidate.low & lowMask == address.low
    }

    private static func mask(bits: Int) -> UInt64 { bits == 0 ? 0 : ~0 << UInt64(64 - bits) }
}

extension AddressRange: CustomStringConvertible {
    /// `address/length`, canonical. Allocates: for the cold side.
    public var description: String { "\(address)/\(prefixLength)" }
}
