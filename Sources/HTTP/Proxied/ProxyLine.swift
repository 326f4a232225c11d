// What does the text form of a PROXY protocol header say?

import Bytes

/// Version 1: `PROXY TCP4 192.0.2.1 198.51.100.1 56324 443` and CRLF.
enum ProxyLine {
    /// The header; nil as long as its line end may still come.
    static func read(_ bytes: ByteView) throws(ProxyHeaderError) -> ProxyHeader? {
        let opening = ByteView("PROXY ")
        let seen = bytes.prefix(opening.count)
        guard seen == opening.prefix(seen.count) else { throw .noHeader }
        guard let end = try endOfLine(bytes) else { return nil }
        // No CR is inside of the opening, so the line ends behind it.
        return ProxyHeader(length: end + 2, origin: try origin(bytes.prefix(end).dropFirst(opening.count)))
    }

    /// Where CRLF stands; nil as long as it may still come.
    private static func endOfLine(_ bytes: ByteView) throws(ProxyHeaderError) -> Int? {
        let longest = ProxyHeader.longestLine - 2
        for at in 0...longest {
            guard at < bytes.count else { return nil }
            if bytes[at] == 0x0A { throw .bareLineEnd }
            if bytes[at] != 0x0D { continue }
            guard at + 1 < bytes.count else { return nil }
            guard bytes[at + 1] == 0x0A else { throw .bareLineEnd }
            return at
        }
        throw .lineTooLong
    }

    private static func origin(_ line: ByteView) throws(ProxyHeaderError) -> ProxyOrigin {
        // Whatever stands behind UNKNOWN is to be ignored (2.1).
        if line == "UNKNOWN" || line.hasPrefix("UNKNOWN ") { return .unnamed }
        let family = line.prefix(line.firstIndex(of: 0x20) ?? line.count)
        guard family == "TCP4" || family == "TCP6" else { throw .unknownProtocol }
        let isIPv4 = family == "TCP4"
        var rest = line
        _ = try word(&rest)
        let (source, destination) = (try word(&rest), try word(&rest))
        let (sourcePort, destinationPort) = (try word(&rest), rest)
        return .client(
            ProxyEndpoint(try address(source, isIPv4: isIPv4), port: try port(sourcePort)),
            destination: ProxyEndpoint(try address(destination, isIPv4: isIPv4), port: try port(destinationPort))
        )
    }

    /// The bytes up to the next space, which is taken as well.
    private static func word(_ rest: inout ByteView) throws(ProxyHeaderError) -> ByteView {
        guard let space = rest.firstIndex(of: 0x20) else { throw .malformedLine }
        defer { rest = rest.dropFirst(space + 1) }
        return rest.prefix(space)
    }

    /// Text of the announced family only; an IPv4 address that is written as IPv6 is read as the former.
    private static func address(_ text: ByteView, isIPv4: Bool) throws(ProxyHeaderError) -> IPAddress {
        let looksLikeIPv4 = text.firstIndex(of: 0x3A) == nil
        guard looksLikeIPv4 == isIPv4, let address = IPAddress(text) else { throw .invalidAddress }
        return address
    }

    private static func port(_ text: ByteView) throws(ProxyHeaderError) -> UInt16 {
        guard text.count == 1 || text.first != 0x30, let number = Digits.decimal(text),
            let port = UInt16(exactly: number)
        else { throw .invalidPort }
        return port
    }
}
