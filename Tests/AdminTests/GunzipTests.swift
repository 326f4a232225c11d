// Is what was compressed elsewhere read back, and nothing else?

import Testing

@testable import Admin

/// The expected bytes come from zlib 1.2.13.
@Suite struct GunzipTests {
    private static func bytes(_ hex: String) -> [UInt8] {
        let digits = hex.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }

    private static let samples: [(hex: String, text: String)] = [
        ("1f8b080000000000020303000000000000000000", ""),
        ("1f8b08000000000002034b040043beb7e801000000", "a"),
        // A stored block, a block of fixed codes, and one of its own codes.
        (
            "1f8b0800000000000403012400dbff68656c6c6f2073746f72656468656c6c6f2073746f72656468656c6c6f2073746f726564"
                + "2ac50b0024000000",
            "hello storedhello storedhello stored"
        ),
        ("1f8b0800000000000203cb48cdc9c957c8402701e3513d8d17000000", "hello hello hello hello"),
        (dynamic, squares),
        // Two members are one content; a header may have every optional part.
        (dynamic + "1f8b0800000000000203530400d3ff6b9e01000000", squares + "!"),
        ("1f8b081e00000000000303000102036e616d65006e6f74650000004b040043beb7e801000000", "a"),
    ]

    private static let squares = (0..<400).map { "span \($0 * $0 % 97);" }.joined()
    private static let dynamic =
        "1f8b0800000000000203ed92cb0903310c055b4909b1bdeb0fa9260d84c0f60f21782660df72d74958d6e7499aebfd7cddee"
        + "8feb6bd234c73403679d369fd316de07ff95f04e76211cf7d1a66d193f514457dec3eaa43725f17fe21f7657a49afdc77f92"
        + "df6943f98c9a8eff243cd3a63b94c390977877da576550a7909fec871a5475ca34ca37df65b35b9c79d6a96b17bbaa4255aa"
        + "4cdb144ee5944eed16dc8a5b726b7ddda93bfeed3c6d37a9ebcdbca137f5c6debc6e4ce495180992a8b2f2267ff258365ee5"
        + "772c70931ce007f8017e801fe007f8017e801fe0ff09fe071dbdfb103f0c0000"

    @Test(arguments: samples)
    func `what zlib compressed comes out again`(sample: (hex: String, text: String)) throws {
        let content = try Gunzip.decode(Self.bytes(sample.hex), limit: 100_000)
        #expect(String(decoding: content, as: UTF8.self) == sample.text)
    }

    @Test func `data that ends early is refused wherever it ends`() {
        let whole = Self.bytes(Self.dynamic)
        for count in stride(from: 0, to: whole.count, by: 2) {
            let isRefused = (try? Gunzip.decode(Array(whole[..<count]), limit: 100_000)) == nil
            #expect(isRefused, "cut at \(count)")
        }
    }

    @Test func `a flipped bit behind the header never lets other content through`() {
        let whole = Self.bytes(Self.dynamic)
        let content = Array(Self.squares.utf8)
        for bit in stride(from: 80, to: whole.count * 8, by: 3) {
            var damaged = whole
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            // A few bits fill up the last byte of the compressed data and mean nothing.
            let isHarmless = (try? Gunzip.decode(damaged, limit: 10_000)).map { $0 == content } ?? true
            #expect(isHarmless, "bit \(bit)")
        }
    }

    @Test func `more than the limit does not come out`() throws {
        let bytes = Self.bytes(Self.dynamic)
        let count = Self.squares.utf8.count
        #expect(try Gunzip.decode(bytes, limit: count).count == count)
        #expect(throws: GzipError.tooLarge) { try Gunzip.decode(bytes, limit: count - 1) }
    }

    @Test(arguments: ["", "not gzip", "\u{1F}"])
    func `what is no gzip is refused`(text: String) {
        #expect(throws: GzipError.self) { try Gunzip.decode(Array(text.utf8), limit: 100) }
    }

    @Test func `the checksum is that of everybody`() {
        // The check value of CRC-32/ISO-HDLC.
        #expect(Gunzip.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
    }
}
