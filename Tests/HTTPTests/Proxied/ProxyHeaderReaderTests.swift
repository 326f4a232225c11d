// HAProxy's "The PROXY protocol", 2.1 and 2.2: is the client taken from a header, whole and in pieces, or nothing at all?

import Bytes
import HTTP
import Testing

private func endpoint(_ address: String, _ port: UInt16) -> ProxyEndpoint {
    ProxyEndpoint(IPAddress(address)!, port: port)
}

private func client(_ source: String, _ port: UInt16, to destination: String, _ other: UInt16) -> ProxyOrigin {
    .client(endpoint(source, port), destination: endpoint(destination, other))
}

private let signature: [UInt8] = [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10]

/// A header of version 2 with this command, family and block.
private func block(_ command: UInt8, _ family: UInt8, _ bytes: [UInt8], announcing count: Int? = nil) -> [UInt8] {
    let count = count ?? bytes.count
    return signature + [command, family, UInt8(count >> 8), UInt8(count & 255)] + bytes
}

private let addresses4: [UInt8] = [192, 0, 2, 1, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB]
private let addresses6: [UInt8] =
    [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1] + [0x20, 0x01, 0x0D, 0xB8]
    + [UInt8](repeating: 0, count: 11) + [2, 0xDC, 0x04, 0x01, 0xBB]
/// ::ffff:192.0.2.1 to ::1
private let mapped: [UInt8] =
    [UInt8](repeating: 0, count: 10) + [255, 255, 192, 0, 2, 1] + [UInt8](repeating: 0, count: 15) + [1, 0, 80, 0, 81]

private func extensionOf(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
    [type, UInt8(value.count >> 8), UInt8(value.count & 255)] + value
}

/// The CRC32c of `bytes`, by long division of polynomials as RFC 9260, appendix A describes it.
private func checksum(_ bytes: [UInt8]) -> [UInt8] {
    var rest: UInt32 = .max
    for byte in bytes {
        for bit in 0..<8 {
            let feedback = UInt32(byte >> UInt8(bit) & 1) ^ (rest & 1)
            rest = rest >> 1 ^ (feedback == 1 ? 0x82F6_3B78 : 0)
        }
    }
    rest = ~rest
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: rest >> $0) }
}

/// A header whose checksum, behind an ALPN extension, is the right one, or differs by `fault`.
private func checked(fault: UInt8 = 0) -> [UInt8] {
    let alpn = extensionOf(1, Array("h2".utf8))
    var header = block(0x21, 0x11, addresses4 + alpn + extensionOf(3, [0, 0, 0, 0]))
    let sum = checksum(header)
    header.replaceSubrange(header.count - 4..<header.count, with: sum)
    header[header.count - 1] ^= fault
    return header
}

private let taken: [(name: String, header: [UInt8], origin: ProxyOrigin)] =
    [
        (
            "PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n",
            client("192.168.0.1", 56324, to: "192.168.0.11", 443)
        ),
        (
            "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n",
            client("255.255.255.255", 65535, to: "255.255.255.255", 65535)
        ),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 0 0\r\n", client("1.2.3.4", 0, to: "5.6.7.8", 0)),
        ("PROXY TCP6 2001:db8::1 ::1 1 2\r\n", client("2001:db8::1", 1, to: "::1", 2)),
        ("PROXY TCP6 2001:DB8::A ::1 1 2\r\n", client("2001:db8::a", 1, to: "::1", 2)),
        ("PROXY TCP6 ::ffff:1.2.3.4 ::1 1 2\r\n", client("1.2.3.4", 1, to: "::1", 2)),
        (
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
            client(
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                65535,
                to: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                65535
            )
        ),
        ("PROXY UNKNOWN\r\n", .unnamed),
        ("PROXY UNKNOWN \r\n", .unnamed),
        ("PROXY UNKNOWN what ever it is\r\n", .unnamed),
        (
            "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n",
            .unnamed
        ),
    ].map { ($0, Array($0.utf8), $1) } + [
        ("LOCAL", block(0x20, 0x00, []), .sender),
        ("LOCAL with addresses", block(0x20, 0x11, addresses4), .sender),
        ("LOCAL with another family and anything behind it", block(0x20, 0xFF, [1, 2, 3]), .sender),
        ("PROXY of nothing", block(0x21, 0x00, []), .unnamed),
        ("PROXY of nothing with something behind it", block(0x21, 0x00, [9, 9]), .unnamed),
        ("an unspecified family with a transport", block(0x21, 0x01, []), .unnamed),
        ("IPv4 without a transport", block(0x21, 0x10, []), .unnamed),
        ("TCP over IPv4", block(0x21, 0x11, addresses4), client("192.0.2.1", 56324, to: "198.51.100.7", 443)),
        ("UDP over IPv4", block(0x21, 0x12, addresses4), client("192.0.2.1", 56324, to: "198.51.100.7", 443)),
        ("TCP over IPv6", block(0x21, 0x21, addresses6), client("2001:db8::1", 56324, to: "2001:db8::2", 443)),
        ("UDP over IPv6", block(0x21, 0x22, addresses6), client("2001:db8::1", 56324, to: "2001:db8::2", 443)),
        ("IPv4 mapped into IPv6", block(0x21, 0x21, mapped), client("192.0.2.1", 80, to: "::1", 81)),
        ("a unix socket", block(0x21, 0x31, [UInt8](repeating: 0x2F, count: 216)), .unnamed),
        (
            "extensions",
            block(0x21, 0x11, addresses4 + extensionOf(4, []) + extensionOf(0xEA, [1, 2, 3])),
            client("192.0.2.1", 56324, to: "198.51.100.7", 443)
        ),
        (
            "as many bytes as there may be",
            block(0x21, 0x11, addresses4 + extensionOf(4, [UInt8](repeating: 0, count: 521))),
            client("192.0.2.1", 56324, to: "198.51.100.7", 443)
        ),
        ("a checksum", checked(), client("192.0.2.1", 56324, to: "198.51.100.7", 443)),
    ]

private let refused: [(name: String, header: [UInt8], error: ProxyHeaderError)] =
    [
        ("GET / HTTP/1.1\r\n", .noHeader), ("\u{16}\u{3}\u{1}", .noHeader), ("proxy TCP4", .noHeader),
        (" PROXY TCP4", .noHeader), ("POST / HTTP/1.1\r\n", .noHeader), ("PRI * HTTP/2.0\r\n", .noHeader),
        ("PROXY\tTCP4", .noHeader), ("PROXY\r\n", .noHeader), ("\r\n\r\nGET", .noHeader), ("\r\nGET", .noHeader),
        ("PROXY \r\n", .unknownProtocol), ("PROXY  TCP4 1.2.3.4 5.6.7.8 1 2\r\n", .unknownProtocol),
        ("PROXY tcp4 1.2.3.4 5.6.7.8 1 2\r\n", .unknownProtocol), ("PROXY UNKNOWN2\r\n", .unknownProtocol),
        ("PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n", .unknownProtocol), ("PROXY TCP\r\n", .unknownProtocol),
        ("PROXY TCP4\r\n", .malformedLine), ("PROXY TCP4 1.2.3.4\r\n", .malformedLine),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n", .malformedLine),
        ("PROXY TCP4  5.6.7.8 1 2\r\n", .invalidAddress),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1 2 \r\n", .invalidPort), ("PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3\r\n", .invalidPort),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1 \r\n", .invalidPort), ("PROXY TCP4 1.2.3.4 5.6.7.8 01 2\r\n", .invalidPort),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1 65536\r\n", .invalidPort),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n", .invalidPort),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1 99999999999999999999999\r\n", .invalidPort),
        ("PROXY TCP4 1.2.3.04 5.6.7.8 1 2\r\n", .invalidAddress), ("PROXY TCP4 ::1 ::1 1 2\r\n", .invalidAddress),
        ("PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n", .invalidAddress), ("PROXY TCP6 1.2.3.4 ::1 1 2\r\n", .invalidAddress),
        ("PROXY TCP6 [::1] ::1 1 2\r\n", .invalidAddress), ("PROXY TCP6 fe80::1%1 ::1 1 2\r\n", .invalidAddress),
        ("PROXY TCP4 1.2.3.256 5.6.7.8 1 2\r\n", .invalidAddress),
        ("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n", .bareLineEnd), ("PROXY TCP4 1.2.3.4 5.6.7.8 1 2\rX", .bareLineEnd),
        ("PROXY UNKNOWN a\nb\r\n", .bareLineEnd), ("PROXY UNKNOWN \r\r\n", .bareLineEnd),
        ("PROXY UNKNOWN " + String(repeating: "x", count: 92) + "\r\n", .lineTooLong),
        ("PROXY TCP4 " + String(repeating: "1", count: 200), .lineTooLong),
    ].map { ($0, Array($0.utf8), $1) } + [
        ("version 1 in binary", block(0x11, 0x11, addresses4), .unsupportedVersion),
        ("version 3", block(0x31, 0x11, addresses4), .unsupportedVersion),
        ("a third command", block(0x22, 0x11, addresses4), .unknownCommand),
        ("a fourth family", block(0x21, 0x41, addresses4), .unknownFamily),
        ("a third transport", block(0x21, 0x13, addresses4), .unknownFamily),
        ("too few bytes for IPv4", block(0x21, 0x11, Array(addresses4.dropLast())), .addressesCut),
        ("too few bytes for IPv6", block(0x21, 0x21, addresses4), .addressesCut),
        ("too few bytes for unix", block(0x21, 0x31, addresses6), .addressesCut),
        ("a block of 537 bytes", block(0x21, 0x11, addresses4, announcing: 537), .blockTooLong),
        ("LOCAL with a block of 64 KiB", block(0x20, 0x00, [], announcing: 65535), .blockTooLong),
        ("an extension without a length", block(0x21, 0x11, addresses4 + [4, 0]), .malformedExtension),
        ("an extension that leaves the block", block(0x21, 0x11, addresses4 + [4, 0, 2, 0]), .malformedExtension),
        (
            "a checksum of three bytes", block(0x21, 0x11, addresses4 + extensionOf(3, [0, 0, 0])),
            .malformedExtension
        ),
        (
            "two checksums",
            block(0x21, 0x11, addresses4 + extensionOf(3, [0, 0, 0, 0]) + extensionOf(3, [0, 0, 0, 0])),
            .malformedExtension
        ),
        ("another checksum", checked(fault: 1), .checksumMismatch),
    ]

private func read(_ bytes: [UInt8]) -> ProxyHeaderStep { bytes.withByteView { ProxyHeaderReader.read($0) } }

@Suite struct `PROXY protocol header` {
    @Test(arguments: taken.indices)
    func `a header says who the client is`(index: Int) {
        let (name, header, origin) = taken[index]
        #expect(
            read(header) == .complete(ProxyHeader(length: header.count, origin: origin)),
            "\(name)"
        )
    }

    @Test(arguments: taken.indices)
    func `what follows a header is not part of it`(index: Int) {
        let (name, header, _) = taken[index]
        for tail in ["GET / HTTP/1.1\r\n\r\n", "PROXY UNKNOWN\r\n", "\r\n", "\u{0}"] {
            #expect(read(header + Array(tail.utf8)) == read(header), "\(name)")
        }
    }

    @Test(arguments: taken.indices)
    func `a header is incomplete at each earlier byte`(index: Int) {
        let (name, header, _) = taken[index]
        for count in 0..<header.count {
            #expect(read(Array(header.prefix(count))) == .incomplete, "\(name), \(count) bytes")
        }
    }

    @Test(arguments: refused.indices)
    func `what is no header is refused`(index: Int) {
        let (name, header, error) = refused[index]
        #expect(read(header) == .malformed(error), "\(name)")
    }

    @Test(arguments: refused.indices)
    func `a refusal does not depend on the pieces`(index: Int) {
        let (name, header, error) = refused[index]
        let steps = (0...header.count).map { read(Array(header.prefix($0))) }
        let first = steps.firstIndex { $0 != .incomplete } ?? steps.count
        #expect(steps[first...].allSatisfy { $0 == .malformed(error) }, "\(name)")
        #expect(first < steps.count, "\(name)")
    }

    @Test(arguments: [
        ("G", 1), ("PROXX", 5), ("\r\n\r\n\u{0}\r\nQUIT\n\u{31}", 13), ("\r\n\r\n\u{0}\r\nQUIT\n\u{21}\u{71}", 14),
    ])
    func `the first wrong byte is enough`(text: String, count: Int) {
        let bytes = Array(text.utf8)
        #expect(bytes.count == count)
        #expect(read(Array(bytes.dropLast())) == .incomplete)
        #expect(read(bytes) != .incomplete)
    }

    @Test func `each fault has a row`() {
        #expect(Set(refused.map(\.error)) == Set(ProxyHeaderError.allCases))
    }

    @Test func `a flipped bit anywhere in a header with a checksum is never another client`() {
        let header = checked()
        for place in 16..<header.count {
            for bit in 0..<8 {
                var changed = header
                changed[place] ^= 1 << UInt8(bit)
                // The type of the checksum's extension is the one bit pattern that takes the check itself away.
                if place == header.count - 7 { continue }
                if case .complete = read(changed) { Issue.record("byte \(place), bit \(bit)") }
            }
        }
    }

    @Test func `no header is longer than what has to be looked at`() {
        #expect(ProxyHeader.longest == 552)
        #expect(taken.allSatisfy { $0.header.count <= ProxyHeader.longest })
        #expect(taken.contains { $0.header.count == ProxyHeader.longest })
    }
}
