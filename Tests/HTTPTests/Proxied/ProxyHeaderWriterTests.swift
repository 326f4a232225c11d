// Is a PROXY protocol header written so that it is read as the same?

import Bytes
import HTTP
import Testing

private func endpoint(_ address: String, _ port: UInt16) -> ProxyEndpoint {
    ProxyEndpoint(IPAddress(address)!, port: port)
}

private func written(_ origin: ProxyOrigin, _ version: ProxyVersion) -> [UInt8] {
    var buffer = ByteBuffer()
    ProxyHeaderWriter.write(origin, version: version, to: &buffer)
    return buffer.readable.array
}

private let lines: [(origin: ProxyOrigin, line: String)] = [
    (
        .client(endpoint("192.0.2.1", 56324), destination: endpoint("198.51.100.7", 443)),
        "PROXY TCP4 192.0.2.1 198.51.100.7 56324 443\r\n"
    ),
    (
        .client(endpoint("2001:db8::1", 1), destination: endpoint("::1", 65535)),
        "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n"
    ),
    (
        .client(endpoint("192.0.2.1", 1), destination: endpoint("::1", 2)),
        "PROXY TCP6 ::ffff:192.0.2.1 ::1 1 2\r\n"
    ),
    (
        .client(endpoint("::1", 1), destination: endpoint("192.0.2.1", 2)),
        "PROXY TCP6 ::1 ::ffff:192.0.2.1 1 2\r\n"
    ),
    (.unnamed, "PROXY UNKNOWN\r\n"),
    (.sender, "PROXY UNKNOWN\r\n"),
]

private let blocks: [(origin: ProxyOrigin, tail: [UInt8])] = [
    (
        .client(endpoint("192.0.2.1", 56324), destination: endpoint("198.51.100.7", 443)),
        [0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 7, 0xDC, 0x04, 0x01, 0xBB]
    ),
    (
        .client(endpoint("192.0.2.1", 1), destination: endpoint("::1", 2)),
        [0x21, 0x21, 0, 36] + [UInt8](repeating: 0, count: 10) + [255, 255, 192, 0, 2, 1]
            + [UInt8](repeating: 0, count: 15) + [1, 0, 1, 0, 2]
    ),
    (.sender, [0x20, 0, 0, 0]),
    (.unnamed, [0x21, 0, 0, 0]),
]

@Suite struct `Writing a PROXY protocol header` {
    @Test(arguments: lines.indices)
    func `version 1 is a line`(index: Int) {
        #expect(String(decoding: written(lines[index].origin, .v1), as: UTF8.self) == lines[index].line)
    }

    @Test(arguments: blocks.indices)
    func `version 2 is a block`(index: Int) {
        let header = written(blocks[index].origin, .v2)
        #expect(Array(header.prefix(12)) == [13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10])
        #expect(Array(header.dropFirst(12)) == blocks[index].tail)
    }

    @Test(arguments: ProxyVersion.allCases)
    func `what was written is read as the same`(version: ProxyVersion) {
        var random = SeededRandom(seed: 11)
        for _ in 0..<500 {
            let ends = (0..<2).map { _ in
                let address =
                    Bool.random(using: &random)
                    ? IPAddress(v4: .random(in: 0 ... .max, using: &random))
                    : IPAddress(
                        high: .random(in: 0 ... .max, using: &random),
                        low: .random(in: 0 ... .max, using: &random)
                    )
                return ProxyEndpoint(address, port: .random(in: 0 ... .max, using: &random))
            }
            let origin = ProxyOrigin.client(ends[0], destination: ends[1])
            let header = written(origin, version)
            let step = header.withByteView { ProxyHeaderReader.read($0) }
            #expect(step == .complete(ProxyHeader(length: header.count, origin: origin)))
        }
    }

    @Test func `only version 2 can say that the proxy speaks for itself`() {
        for origin in [ProxyOrigin.sender, .unnamed] {
            let v1 = written(origin, .v1)
            let v2 = written(origin, .v2)
            #expect(v1.withByteView { ProxyHeaderReader.read($0) } == .complete(.init(length: 15, origin: .unnamed)))
            #expect(v2.withByteView { ProxyHeaderReader.read($0) } == .complete(.init(length: 16, origin: origin)))
        }
    }
}
