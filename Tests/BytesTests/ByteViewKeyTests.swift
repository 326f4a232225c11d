// Do keys hash the same wherever they stand, and compare exactly?

import Bytes
import Testing

@Suite struct ByteViewKeyTests {
    private static let text = Array("The-quick_Brown.fox@jumps[over]{the}lazy~dog".utf8)

    @Test func `a segment hashes the same at every place and whatever stands around it`() {
        for length in 0...40 {
            let key = Array(Self.text.prefix(length))
            let alone = key.withByteView { $0.segmentHash(from: 0, until: 0x2F, seed: 5) }
            #expect(alone.end == length)
            for before in 0...9 {
                for after in ["", "/", "/x", "//", "/abcdefghijkl", "/\u{0}"] {
                    let path = [UInt8](repeating: 0x2F, count: before) + key + Array(after.utf8)
                    let found = path.withByteView { $0.segmentHash(from: before, until: 0x2F, seed: 5) }
                    #expect(found.end == before + length)
                    #expect(found.hash == alone.hash)
                }
            }
        }
    }

    @Test func `a byte next to the stop's value does not end a segment`() {
        // Subtracting borrows from one byte to the next, which marks false stops above a true one only.
        let bytes: [UInt8] = [0x2E, 0x30, 0xAF, 0x2E, 0x00, 0x80, 0x2F, 0x30, 0x2F]
        #expect(bytes.withByteView { $0.segmentHash(from: 0, until: 0x2F, seed: 0).end } == 6)
    }

    @Test func `another seed, another byte or another length gives another hash`() {
        var seen: Set<UInt64> = []
        var hashes = 0
        for seed in [0, 1, 2] as [UInt64] {
            for length in 0...20 {
                for zeros in 0...2 {
                    let key = Self.text.prefix(length) + [UInt8](repeating: 0, count: zeros)
                    seen.insert(Array(key).withByteView { $0.segmentHash(from: 0, until: 0x2F, seed: seed).hash })
                    hashes += 1
                }
            }
        }
        #expect(seen.count == hashes)
    }

    @Test func `letters fold in hashes, and compare without regard to case but exactly otherwise`() {
        for length in 0...Self.text.count {
            let given = Array(Self.text.prefix(length))
            let lowered = given.map(ASCII.lowercased)
            let hashes = [given, lowered].map { $0.withByteView { $0.foldedHash } }
            #expect(hashes[0] == hashes[1])
            let arena = ByteArena([0x21] + lowered)
            let key = ByteRange(start: 1, count: length)
            #expect(given.withByteView { arena.isKeyIgnoringCase(key, $0) })
            for i in 0..<length {
                for flip in [0x01, 0x20, 0x80] as [UInt8] {
                    var other = given
                    other[i] ^= flip
                    let isSame = other.map(ASCII.lowercased) == lowered
                    #expect(other.withByteView { arena.isKeyIgnoringCase(key, $0) } == isSame)
                }
            }
        }
    }

    @Test func `a stored key equals only its own bytes`() {
        for length in 0...Self.text.count {
            let arena = ByteArena([0x21] + Self.text)
            let key = ByteRange(start: 1, count: length)
            var path = [0x2F] + Self.text.prefix(length) + [0x2F]
            #expect(path.withByteView { arena.isKey(key, $0, from: 1, to: 1 + length) })
            #expect(!path.withByteView { arena.isKey(key, $0, from: 0, to: 1 + length) })
            for i in 1..<(1 + length) {
                path[i] ^= 0x40
                #expect(!path.withByteView { arena.isKey(key, $0, from: 1, to: 1 + length) })
                path[i] ^= 0x40
            }
        }
    }
}
