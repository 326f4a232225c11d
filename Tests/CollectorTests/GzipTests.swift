// RFC 1952.

import Collector
import Testing

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 100, 5000, 300_000])
    func `what was compressed is expanded to what it was`(count: Int) throws {
        var random = SeededRandom(seed: UInt64(count))
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...15, using: &random) }
        let compressed = try #require(Gzip.compress(bytes))
        #expect(compressed.prefix(2) == [0x1F, 0x8B])
        #expect(try Gzip.expand(compressed, limit: max(count, 1)) == bytes)
    }

    @Test func `bytes that cannot be made smaller find room all the same`() throws {
        var random = SeededRandom(seed: 1)
        let bytes = (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }
        let compressed = try #require(Gzip.compress(bytes))
        #expect(try Gzip.expand(compressed, limit: 100_000) == bytes)
    }

    @Test func `a message that expands beyond the limit is refused`() throws {
        let bomb = try #require(Gzip.compress([UInt8](repeating: 0, count: 10_000_000)))
        #expect(bomb.count < 100_000)
        #expect(throws: Gzip.Failure.tooLarge(limit: 1 << 20)) { try Gzip.expand(bomb, limit: 1 << 20) }
    }

    @Test func `what is no gzip, is cut short, or goes on is refused`() throws {
        let whole = try #require(Gzip.compress(Array("[{}]".utf8)))
        #expect(throws: Gzip.Failure.malformed) { try Gzip.expand(Array("not gzip".utf8), limit: 100) }
        #expect(throws: Gzip.Failure.malformed) { try Gzip.expand(whole + [0], limit: 100) }
        for length in 0..<whole.count {
            #expect(throws: Gzip.Failure.malformed) { try Gzip.expand(Array(whole[..<length]), limit: 100) }
        }
    }
}
