// Does a buffer keep its bytes in order while it grows and is emptied?

import Bytes
import Testing

@Suite struct `Byte buffer` {
    @Test func `bytes come out in the order in which they went in`() {
        var buffer = ByteBuffer()
        var expected: [UInt8] = []
        var random = SeededRandom(seed: 11)
        for _ in 0..<400 {
            let bytes = random.bytes(count: Int.random(in: 0...90, using: &random))
            bytes.withByteView { buffer.append($0) }
            expected += bytes
            let taken = Int.random(in: 0...expected.count, using: &random)
            buffer.consume(taken)
            expected.removeFirst(taken)
            #expect(buffer.readable.array == expected)
        }
    }

    @Test func `an empty buffer owns nothing until it is used and nothing once it is released`() {
        var buffer = ByteBuffer()
        #expect(!buffer.ownsMemory && buffer.isEmpty && buffer.readable.isEmpty)
        buffer.append("abc")
        #expect(buffer.ownsMemory && buffer.capacity >= 3)
        buffer.release()
        #expect(!buffer.ownsMemory && buffer.isEmpty)
        buffer.append("again")
        #expect(buffer.readable == "again")
    }

    @Test func `truncating drops what was appended last`() {
        var buffer = ByteBuffer()
        buffer.append("headgate")
        buffer.consume(4)
        buffer.truncate(to: 2)
        #expect(buffer.readable == "ga")
        buffer.append("p")
        #expect(buffer.readable == "gap")
    }

    @Test func `a joined line is written in one go`() {
        var buffer = ByteBuffer()
        buffer.append(ByteView("Host"), separator: ": ", ByteView("a.example"), terminator: "\r\n")
        buffer.append(.empty, separator: ": ", .empty, terminator: "")
        #expect(buffer.readable == "Host: a.example\r\n: ")
    }

    @Test func `only unreserved bytes stay as they are when a view is percent-encoded`() {
        var buffer = ByteBuffer()
        "aZ09-._~ /%é".withByteView { buffer.appendPercentEncoded($0) }
        #expect(buffer.readable == "aZ09-._~%20%2F%25%C3%A9")
    }

    @Test func `a byte can be overwritten in place`() {
        var buffer = ByteBuffer()
        buffer.append("xabc")
        buffer.consume(1)
        buffer.replaceByte(at: 1, with: 0x2D)
        #expect(buffer.readable == "a-c")
    }
}
