import Testing
import Wire

struct TokenTests {
    @Test(arguments: [
        (UInt8(0), UInt32(0), UInt32(0)), (1, 1, 1), (255, .max, 0xFF_FFFF), (7, 123_456, 0x01_0203),
    ])
    func `a token gives back what it was made of`(kind: UInt8, index: UInt32, generation: UInt32) {
        let token = Token(rawValue: Token(kind: kind, index: index, generation: generation).rawValue)
        #expect(token.kind == kind)
        #expect(token.index == index)
        #expect(token.generation == generation)
    }

    @Test func `a generation beyond 24 bits does not spill into the kind`() {
        #expect(Token(kind: 1, index: 2, generation: .max).kind == 1)
    }
}
