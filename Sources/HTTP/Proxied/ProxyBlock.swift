// What does the binary form of a PROXY protocol header say?

import Bytes

/// Version 2: a signature, a command, a family, a length; addresses; extensions.
enum ProxyBlock {
    /// The first twelve bytes, which no other protocol begins with (2.2).
    static var signature: StaticString { "\r\n\r\n\u{0}\r\nQUIT\n" }

    /// What the fourteenth byte says, and how many bytes of addresses follow the prefix.
    private enum Family {
        case unnamed, ipv4, ipv6, unix

        var addressBytes: Int {
            switch self {
            case .unnamed: 0
            case .ipv4: 12
            case .ipv6: 36
            case .unix: 216
            }
        }
    }

    /// The header; nil as long as bytes of it are missing.
    static func read(_ bytes: ByteView) throws(ProxyHeaderError) -> ProxyHeader? {
        let signature = ByteView(ProxyBlock.signature)
        let seen = bytes.prefix(signature.count)
        guard seen == signature.prefix(seen.count) else { throw .noHeader }
        guard bytes.count > 12 else { return nil }
        let isLocal = try isLocal(bytes[12])
        guard bytes.count > 13 else { return nil }
        // The family of LOCAL is ignored, and so is all that follows, which is skipped (2.2).
        let family = isLocal ? Family.unnamed : try family(bytes[13])
        guard bytes.count >= ProxyHeader.prefixBytes else { return nil }
        let count = Int(bytes.networkOrder(at: 14, bytes: 2))
        if count > ProxyHeader.longestBlock { throw .blockTooLong }
        if count < family.addressBytes { throw .addressesCut }
        let length = ProxyHeader.prefixBytes + count
        guard bytes.count >= length else { return nil }
        if isLocal { return ProxyHeader(length: length, origin: .sender) }
        return ProxyHeader(length: length, origin: try origin(bytes.prefix(length), family))
    }

    private static func isLocal(_ byte: UInt8) throws(ProxyHeaderError) -> Bool {
        if byte >> 4 != 2 { throw .unsupportedVersion }
        if byte & 15 > 1 { throw .unknownCommand }
        return byte & 15 == 0
    }

    /// Datagrams have addresses as streams have: HTTP/3 reaches a proxy in them.
    private static func family(_ byte: UInt8) throws(ProxyHeaderError) -> Family {
        guard byte >> 4 <= 3, byte & 15 <= 2 else { throw .unknownFamily }
        if byte & 15 == 0 { return .unnamed }
        switch byte >> 4 {
        case 1: return .ipv4
        case 2: return .ipv6
        case 3: return .unix
        default: return .unnamed
        }
    }

    private static func origin(_ header: ByteView, _ family: Family) throws(ProxyHeaderError) -> ProxyOrigin {
        // Without a family nobody can say where extensions begin, and everything is to be ignored (2.2).
        if family != .unnamed { try ProxyExtensions.check(header, from: ProxyHeader.prefixBytes + family.addressBytes) }
        switch family {
        case .unnamed, .unix: return .unnamed
        case .ipv4:
            return endpoints(header, ports: 24) {
                IPAddress(v4: UInt32(header.networkOrder(at: 16 + $0 * 4, bytes: 4)))
            }
        case .ipv6:
            return endpoints(header, ports: 48) {
                IPAddress(
                    high: header.networkOrder(at: 16 + $0 * 16, bytes: 8),
                    low: header.networkOrder(at: 24 + $0 * 16, bytes: 8)
                )
            }
        }
    }

    /// Source and destination; their ports stand at `ports`.
    private static func endpoints(_ header: ByteView, ports: Int, _ address: (Int) -> IPAddress) -> ProxyOrigin {
        .client(
            ProxyEndpoint(address(0), port: UInt16(header.networkOrder(at: ports, bytes: 2))),
            destination: ProxyEndpoint(address(1), port: UInt16(header.networkOrder(at: ports + 2, bytes: 2)))
        )
    }
}

extension ByteView {
    /// The number of `count` bytes at `start`, highest byte first; at most eight.
    func networkOrder(at start: Int, bytes count: Int) -> UInt64 {
        var value: UInt64 = 0
        for at in start..<start + count { value = value << 8 | UInt64(self[at]) }
        return value
    }
}
