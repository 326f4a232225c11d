// Do the fast scans stop exactly where their plain twins do?

import Bytes
import Testing

/// A scan, its plain twin, and the class of bytes that it is about.
enum Scan: CaseIterable, Sendable {
    case token, fieldText, visible, query, plainPath

    func fast(_ view: ByteView, from start: Int) -> Int {
        switch self {
        case .token: view.endOfToken(from: start)
        case .fieldText: view.endOfFieldText(from: start)
        case .visible: view.endOfVisible(from: start)
        case .query: view.endOfQuery(from: start)
        case .plainPath: view.endOfPlainPath(from: start)
        }
    }

    /// The same by the letter of the RFCs, one byte after the other.
    func plain(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.indices.dropFirst(start).first { stops(bytes, at: $0) } ?? bytes.count
    }

    private func stops(_ bytes: [UInt8], at i: Int) -> Bool {
        let byte = bytes[i]
        let isVisible = (0x21...0x7E).contains(byte)
        switch self {
        case .token:
            let alphanumeric =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            return !alphanumeric && !Array("!#$%&'*+-.^_`|~".utf8).contains(byte)
        case .fieldText: return byte < 0x20 && byte != 0x09 || byte == 0x7F
        case .visible: return !isVisible
        case .query: return !isVisible || byte == 0x23
        case .plainPath:
            let next = i + 1 < bytes.count ? bytes[i + 1] : 0
            return !isVisible || Array("\"#$%;<=>?\\".utf8).contains(byte)
                || byte == 0x2F && (next == 0x2F || next == 0x2E)
        }
    }
}

@Suite struct `Byte scans` {
    @Test(arguments: Scan.allCases)
    func `every byte is judged alike at every place of a block`(scan: Scan) {
        for byte in UInt8.min...UInt8.max {
            for count in [1, 2, 15, 16, 17, 31, 32, 33, 48] {
                var bytes = [UInt8](repeating: 0x61, count: count)
                for place in 0..<count {
                    bytes[place] = byte
                    #expect(bytes.withByteView { scan.fast($0, from: 0) } == scan.plain(bytes, from: 0))
                    bytes[place] = 0x61
                }
            }
        }
    }

    @Test(arguments: Scan.allCases)
    func `random bytes are judged alike from every start`(scan: Scan) {
        var random = SeededRandom(seed: 20_261_121)
        for _ in 0..<2000 {
            let bytes = random.bytes(count: Int.random(in: 0...70, using: &random))
            let start = Int.random(in: 0...bytes.count, using: &random)
            #expect(bytes.withByteView { scan.fast($0, from: start) } == scan.plain(bytes, from: start), "\(bytes)")
        }
    }

    @Test func `a folded comparison agrees with the slow one on tokens`() {
        for (text, expected) in [
            ("content-length", true), ("Content-Length", true), ("CONTENT-LENGTH", true), ("content_length", false),
            ("content-lengtH", true), ("xontent-length", false), ("content-lengtx", false), ("content-lengt", false),
        ] {
            #expect(text.withByteView { $0.equalsFolded("content-length") } == expected, "\(text)")
        }
        #expect("Te".withByteView { $0.equalsFolded("te") })
        #expect(!"Tx".withByteView { $0.equalsFolded("te") })
        #expect(ByteView.empty.equalsFolded(""))
    }

    @Test func `the first index of a byte is found from any start`() {
        var random = SeededRandom(seed: 7)
        for _ in 0..<500 {
            let bytes = random.bytes(count: Int.random(in: 0...60, using: &random))
            let start = Int.random(in: 0...bytes.count, using: &random)
            let expected = bytes.indices.dropFirst(start).first { bytes[$0] == 0x2F }
            #expect(bytes.withByteView { $0.firstIndex(of: 0x2F, from: start) } == expected)
        }
    }
}
