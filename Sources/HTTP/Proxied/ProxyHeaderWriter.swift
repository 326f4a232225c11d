// How is an upstream told for whom a connection was opened?

import Bytes

/// Writes PROXY protocol headers (HAProxy's specification, 2.1 and 2.2).
public enum ProxyHeaderWriter {
    /// Appends a header of `version`.
    ///
    /// When one address is IPv4 and the other IPv6, both are written as IPv6, the former mapped (RFC 4291, 2.5.5.2).
    public static func write(_ origin: ProxyOrigin, version: ProxyVersion, to out: inout ByteBuffer) {
        switch version {
        case .v1: writeLine(origin, to: &out)
        case .v2: writeBlock(origin, to: &out)
        }
    }

    // MARK: Version 1

    /// Version 1 has no word for LOCAL: UNKNOWN stands for it.
    private static func writeLine(_ origin: ProxyOrigin, to out: inout ByteBuffer) {
        guard case .client(let source, let destination) = origin else {
            out.append("PROXY UNKNOWN\r\n")
            return
        }
        let isIPv4 = source.address.isIPv4 && destination.address.isIPv4
        out.append(isIPv4 ? "PROXY TCP4 " : "PROXY TCP6 ")
        write(source.address, mapped: !isIPv4, to: &out)
        out.append(" ")
        write(destination.address, mapped: !isIPv4, to: &out)
        out.append(" ")
        out.appendDecimal(UInt64(source.port))
        out.append(" ")
        out.appendDecimal(UInt64(destination.port))
        out.append("\r\n")
    }

    private static func write(_ address: IPAddress, mapped: Bool, to out: inout ByteBuffer) {
        if mapped, address.isIPv4 { out.append("::ffff:") }
        address.write(to: &out)
    }

    // MARK: Version 2

    private static func writeBlock(_ origin: ProxyOrigin, to out: inout ByteBuffer) {
        out.append(ByteView(ProxyBlock.signature))
        switch origin {
        case .sender: out.appendNetworkOrder(0x2000_0000, bytes: 4)
        case .unnamed: out.appendNetworkOrder(0x2100_0000, bytes: 4)
        case .client(let source, let destination):
            let isIPv4 = source.address.isIPv4 && destination.address.isIPv4
            out.appendNetworkOrder(isIPv4 ? 0x2111_000C : 0x2121_0024, bytes: 4)
            append(source.address, asIPv4: isIPv4, to: &out)
            append(destination.address, asIPv4: isIPv4, to: &out)
            out.appendNetworkOrder(UInt64(source.port), bytes: 2)
            out.appendNetworkOrder(UInt64(destination.port), bytes: 2)
        }
    }

    private static func append(_ address: IPAddress, asIPv4: Bool, to out: inout ByteBuffer) {
        if asIPv4 {
            out.appendNetworkOrder(address.low, bytes: 4)
        } else {
            out.appendNetworkOrder(address.high, bytes: 8)
            out.appendNetworkOrder(address.isIPv4 ? 0xFFFF_0000_0000 | address.low : address.low, bytes: 8)
        }
    }
}

extension ByteBuffer {
    /// Appends the lowest `count` bytes of `value`, highest byte first; at most eight.
    fileprivate mutating func appendNetworkOrder(_ value: UInt64, bytes count: Int) {
        for place in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: value >> UInt64(place * 8))) }
    }
}
