// Is it known where frames end, however they come?

import Bytes
import HTTP
import Testing

/// A frame's header and as many bytes as it announces.
private func frame(_ first: UInt8, _ count: Int, masked: Bool = false, lengthBytes: Int? = nil) -> [UInt8] {
    let mask: UInt8 = masked ? 0x80 : 0
    let width = lengthBytes ?? (count < 126 ? 0 : count < 65_536 ? 2 : 8)
    var bytes = [first]
    switch width {
    case 0: bytes.append(mask | UInt8(count))
    case 2: bytes += [mask | 126, UInt8(count >> 8), UInt8(count & 0xFF)]
    default: bytes += [mask | 127] + (0..<8).map { UInt8(truncatingIfNeeded: count >> (56 - 8 * $0)) }
    }
    // Payload and key look like the beginnings of frames.
    return bytes + [UInt8](repeating: 0x88, count: count + (masked ? 4 : 0))
}

/// What was sent, and what is known afterwards.
struct PassedFrames: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var bytes: [UInt8]
    var isBetween = true
    var hasClosed = false
    var isLost = false

    init(_ what: String, _ bytes: [UInt8], isBetween: Bool = true, hasClosed: Bool = false, isLost: Bool = false) {
        testDescription = what
        self.bytes = bytes
        self.isBetween = isBetween
        self.hasClosed = hasClosed
        self.isLost = isLost
    }

    static func whole(masked: Bool) -> [PassedFrames] {
        func made(_ first: UInt8, _ count: Int, lengthBytes: Int? = nil) -> [UInt8] {
            frame(first, count, masked: masked, lengthBytes: lengthBytes)
        }
        return [
            PassedFrames("nothing", []), PassedFrames("an empty text", made(0x81, 0)),
            PassedFrames("one byte", made(0x82, 1)), PassedFrames("125 bytes", made(0x82, 125)),
            PassedFrames("126 bytes", made(0x82, 126)), PassedFrames("300 bytes", made(0x82, 300)),
            PassedFrames("a short length in eight bytes", made(0x82, 5, lengthBytes: 8)),
            PassedFrames("no length in two bytes", made(0x82, 0, lengthBytes: 2)),
            PassedFrames("bits of extensions", made(0xC1, 7) + made(0xF2, 7)),
            PassedFrames("a message in pieces, with a ping inside", made(0x01, 3) + made(0x89, 4) + made(0x80, 5)),
            PassedFrames("a message without its end", made(0x01, 3) + made(0x00, 3)),
            PassedFrames("a ping and a pong", made(0x89, 125) + made(0x8A, 0)),
            PassedFrames("a close", made(0x81, 3) + made(0x88, 2), hasClosed: true),
            PassedFrames("an empty close", made(0x88, 0), hasClosed: true),
            PassedFrames("data behind a close", made(0x88, 2) + made(0x81, 2), hasClosed: true),
        ]
    }

    /// Bytes that are no frames of that side.
    static func wrong(masked: Bool) -> [PassedFrames] {
        let mask: UInt8 = masked ? 0x80 : 0
        func lost(_ what: String, _ bytes: [UInt8], hasClosed: Bool = false) -> PassedFrames {
            PassedFrames(what, bytes + [0x81, mask, 0, 0, 0, 0], isBetween: false, hasClosed: hasClosed, isLost: true)
        }
        return [
            lost("a mask where none belongs, or none", frame(0x81, 3, masked: !masked)),
            lost("text", Array("still here".utf8)), lost("opcode 3", [0x83, mask]), lost("opcode 7", [0x87, mask]),
            lost("opcode 11", [0x8B, mask]), lost("opcode 15", [0x8F, mask]),
            lost("a ping in pieces", [0x09, mask]), lost("a pong in pieces", [0x0A, mask]),
            lost("a close in pieces", [0x08, mask]), lost("a long ping", [0x89, mask | 126, 0, 126]),
            lost("a long close", [0x88, mask | 127], hasClosed: true),
            lost("a length beyond all", [0x82, mask | 127, 0x80, 0, 0, 0, 0, 0, 0, 0]),
        ]
    }
}

extension WebSocketFrames {
    fileprivate init(from sender: Sender, passing bytes: [UInt8]) {
        self.init(from: sender)
        pass(bytes)
    }

    fileprivate mutating func pass(_ bytes: [UInt8]) { bytes.withByteView { pass($0) } }
}

@Suite struct WebSocketFramesTests {
    private func check(_ row: PassedFrames, from sender: WebSocketFrames.Sender) {
        let whole = WebSocketFrames(from: sender, passing: row.bytes)
        #expect(whole.isBetweenFrames == row.isBetween)
        #expect(whole.hasClosed == row.hasClosed)
        #expect(whole.isLost == row.isLost)
        for cut in 0...row.bytes.count {
            var frames = WebSocketFrames(from: sender, passing: Array(row.bytes[..<cut]))
            frames.pass(Array(row.bytes[cut...]))
            #expect(frames == whole, "cut at \(cut)")
        }
        for piece in [1, 2, 3, 7] {
            var frames = WebSocketFrames(from: sender)
            for start in stride(from: 0, to: row.bytes.count, by: piece) {
                frames.pass(Array(row.bytes[start..<min(start + piece, row.bytes.count)]))
            }
            #expect(frames == whole, "in pieces of \(piece)")
        }
    }

    @Test(arguments: PassedFrames.whole(masked: false) + PassedFrames.wrong(masked: false))
    func `a server's frames are followed, wherever they are cut`(row: PassedFrames) { check(row, from: .server) }

    @Test(arguments: PassedFrames.whole(masked: true) + PassedFrames.wrong(masked: true))
    func `a client's frames are followed, wherever they are cut`(row: PassedFrames) { check(row, from: .client) }

    @Test(arguments: [0, 1, 125, 126, 300])
    func `only behind its last byte a frame is over`(count: Int) {
        for masked in [false, true] {
            let bytes = frame(0x82, count, masked: masked)
            var frames = WebSocketFrames(from: masked ? .client : .server)
            for at in 0..<bytes.count {
                #expect(frames.isBetweenFrames == (at == 0), "before byte \(at)")
                frames.pass([bytes[at]])
            }
            #expect(frames.isBetweenFrames)
        }
    }

    @Test func `the longest length there is has no end in sight`() {
        var frames = WebSocketFrames(from: .client)
        frames.pass([0x82, 0xFF, 0x7F] + [UInt8](repeating: 0xFF, count: 7))
        frames.pass([UInt8](repeating: 0x88, count: 100_000))
        #expect(!frames.isBetweenFrames && !frames.isLost && !frames.hasClosed)
    }

    @Test func `a close counts from its first byte`() {
        #expect(WebSocketFrames(from: .server, passing: [0x88]).hasClosed)
    }

    @Test func `chance is followed like the whole of it`() {
        var random = SeededRandom(seed: 6455)
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let opcode = [0x81, 0x02, 0x00, 0x89, 0x8A].randomElement(using: &random)!
                let longest = opcode > 0x88 ? 125 : 400
                bytes += frame(UInt8(opcode), Int.random(in: 0...longest, using: &random), masked: true)
            }
            let whole = WebSocketFrames(from: .client, passing: bytes)
            #expect(whole.isBetweenFrames && !whole.hasClosed)
            var frames = WebSocketFrames(from: .client)
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...90, using: &random))
                frames.pass(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            #expect(frames == whole)
        }
    }
}
