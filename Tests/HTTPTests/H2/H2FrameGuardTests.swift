// Is what a peer on HTTP/2 does charged, earned back and ended, however its bytes are cut?

import Bytes
import HTTP
import Testing

/// One frame: type, flags, payload.
private func frame(_ type: UInt8, flags: UInt8 = 0, _ payload: [UInt8] = []) -> [UInt8] {
    let count = payload.count
    return [UInt8(count >> 16), UInt8(count >> 8 & 255), UInt8(count & 255), type, flags, 0, 0, 0, 1] + payload
}

private let data: UInt8 = 0
private let headers: UInt8 = 1
private let continuation: UInt8 = 9
private let ping = frame(6, [UInt8](repeating: 0, count: 8))
private let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

private func content(_ count: Int, flags: UInt8 = 0) -> [UInt8] {
    frame(data, flags: flags, [UInt8](repeating: 7, count: count))
}

private func budget(_ points: Int, refill: Int = 0, tiny: Int = 1000) -> H2MisbehaviourBudget {
    var budget = H2MisbehaviourBudget()
    budget.points = points
    budget.refillPerSecond = refill
    budget.tiny = tiny
    return budget
}

/// A guard to which every tiny frame is a whole point, unless the test says otherwise.
private func guarding(
    _ points: Int,
    refill: Int = 0,
    tiny: Int = 1000,
    headBytes: Int = 16_384,
    expectsPreface: Bool = false
) -> H2FrameGuard {
    let budget = budget(points, refill: refill, tiny: tiny)
    return H2FrameGuard(budget: budget, headBytes: headBytes, expectsPreface: expectsPreface, now: 0)
}

extension H2FrameGuard {
    fileprivate mutating func receive(_ bytes: [UInt8], now: UInt64 = 0) -> H2Misbehaviour? {
        bytes.withByteView { receive($0, now: now) }
    }
}

/// Frames and what they cost.
private let prices: [(frame: [UInt8], price: Int)] = [
    (content(1), 1), (content(15), 1), (content(16), 0), (content(1, flags: 1), 0), (frame(data), 2),
    (frame(data, flags: 1), 0), (frame(headers, [1]), 0),
    (frame(headers), 2), (frame(2, [0, 0, 0, 0, 0]), 1), (frame(16, [0]), 1), (frame(3, [0, 0, 0, 8]), 1),
    (frame(4), 1), (frame(4, flags: 1), 1), (ping, 1), (frame(7, [0, 0, 0, 0, 0, 0, 0, 0]), 1),
    (frame(8, [0, 0, 0, 1]), 1), (frame(5), 1), (frame(10), 1), (frame(255, [1, 2, 3]), 1),
    (frame(continuation, [1]), 5), (frame(continuation), 7),
    // Padded content: one byte of it, one at the end, none, none at the end, and a pad length that is too large.
    (frame(data, flags: 8, [2, 7, 0, 0]), 1), (frame(data, flags: 8, [20] + [UInt8](repeating: 0, count: 35)), 1),
    (frame(data, flags: 9, [2, 7, 0, 0]), 0), (frame(data, flags: 8, [3, 0, 0, 0]), 2),
    (frame(data, flags: 9, [3, 0, 0, 0]), 0), (frame(data, flags: 8, [0]), 2), (frame(data, flags: 8, [200]), 2),
    (frame(data, flags: 8), 2),
]

/// Frames, and what a flood of them is called.
private let floods: [(frame: [UInt8], kind: H2Misbehaviour)] = [
    (ping, H2Misbehaviour.ping), (frame(4), .settings), (frame(2, [0, 0, 0, 0, 0]), .priority),
    (frame(8, [0, 0, 0, 1]), .windowUpdate), (frame(77), .unknownFrame), (frame(data), .emptyFrame),
    (content(1), .tinyFrame), (frame(data, flags: 8, [3, 7, 0, 0, 0]), .tinyFrame), (frame(headers), .emptyFrame),
    (frame(3, [0, 0, 0, 8]), .reset),
    (frame(7, [UInt8](repeating: 0, count: 8)), .goAway),
]

@Suite struct H2FrameGuardTests {
    @Test(arguments: prices)
    func `each frame has its price, wherever it is cut`(row: ([UInt8], Int)) {
        let stream = preface + row.0 + ping
        for cut in 0...stream.count {
            var frames = guarding(100, expectsPreface: true)
            #expect(frames.receive(Array(stream[..<cut])) == nil)
            #expect(frames.receive(Array(stream[cut...])) == nil)
            #expect(frames.pointsLeft == 99 - row.1)
        }
        var frames = guarding(100, expectsPreface: true)
        for byte in stream { #expect(frames.receive([byte]) == nil) }
        #expect(frames.pointsLeft == 99 - row.1)
    }

    @Test(arguments: floods)
    func `a flood of anything ends the connection by its name`(row: ([UInt8], H2Misbehaviour)) {
        var frames = guarding(20)
        let flood = (0..<21).flatMap { _ in row.0 }
        #expect(frames.receive(flood) == row.1)
        #expect(frames.exhausted == row.1 && frames.receive(content(1000)) == row.1)
        #expect(frames.charge(.reset, now: 1 << 40) == row.1)
    }

    @Test func `a budget may be spent to its last point`() {
        var frames = guarding(3)
        #expect(frames.receive(ping + ping + ping) == nil)
        #expect(frames.receive(ping) == .ping)
    }

    @Test func `content earns points back, up to what there was`() {
        var frames = guarding(10)
        _ = frames.receive(ping + ping + ping)
        _ = frames.receive(content(1000))
        #expect(frames.pointsLeft == 8)
        frames.earn(100)
        #expect(frames.pointsLeft == 10)
    }

    @Test func `content that nothing is said to earns by its bytes, at most a point a frame`() {
        var frames = guarding(10)
        _ = frames.receive(ping + ping + ping + content(999))
        #expect(frames.pointsLeft == 7)
        _ = frames.receive(content(500) + content(501))
        #expect(frames.pointsLeft == 9)
        _ = frames.receive(ping + content(16_000))
        #expect(frames.pointsLeft == 9)
    }

    @Test func `content that something was said to earns a point, however small`() {
        var frames = guarding(1000, tiny: 2)
        // What gRPC for Go does: for each answer it opens the connection's window and measures the way.
        for _ in 0..<100_000 {
            #expect(frames.receive(content(7) + ping + frame(8, [0, 0, 0, 1])) == nil)
            frames.earn(1)
        }
        #expect(frames.pointsLeft >= 997)
    }

    @Test func `answers are not saved up beyond the budget`() {
        var frames = guarding(10)
        for _ in 0..<1000 { frames.earn(1) }
        #expect(frames.receive((0..<10).flatMap { _ in content(1) }) == nil)
        #expect(frames.pointsLeft == 10)
        #expect(frames.receive((0..<11).flatMap { _ in content(1) }) == .tinyFrame)
    }

    @Test func `a hundred thousand tiny messages need no answer, and nobody buys floods with them`() {
        let tiny = H2MisbehaviourBudget().tiny
        var frames = guarding(500, tiny: tiny)
        let messages = (0..<1000).flatMap { _ in content(7) }
        for _ in 0..<250 { #expect(frames.receive(messages) == nil) }
        #expect(frames.receive(messages) == .tinyFrame)
        var washed = guarding(500, tiny: tiny)
        let reset = frame(3, [0, 0, 0, 8]) + (0..<50).flatMap { _ in content(1) }
        #expect((0..<600).contains { _ in washed.receive(reset) == .reset })
    }

    @Test func `tiny messages flow for hours, at twenty-five thousand a second`() {
        var frames = guarding(500, refill: 50, tiny: H2MisbehaviourBudget().tiny)
        let messages = (0..<250).flatMap { _ in content(7) }
        for tick in 1...3_000 as ClosedRange<UInt64> {
            #expect(frames.receive(messages, now: tick * 10_000_000) == nil)
        }
        #expect(frames.pointsLeft >= 499)
    }

    @Test func `tiny frames may be free`() {
        var frames = guarding(0, tiny: 0)
        #expect(frames.receive((0..<1000).flatMap { _ in content(1) }) == nil)
        #expect(frames.receive(ping) == .ping)
    }

    @Test func `points come back with time`() {
        var frames = guarding(10, refill: 4)
        _ = frames.charge(.refusal, now: 1_000_000_000)
        #expect(frames.pointsLeft == 0)
        #expect(frames.receive([], now: 1_250_000_000) == nil)
        #expect(frames.pointsLeft == 1)
        // A clock that stands still or goes back gives nothing.
        _ = frames.receive([], now: 1_250_000_000)
        _ = frames.receive([], now: 5)
        #expect(frames.pointsLeft == 1)
        _ = frames.receive([], now: .max)
        #expect(frames.pointsLeft == 10)
    }

    @Test func `time before the first charge is not saved up`() {
        var frames = guarding(10, refill: 1)
        _ = frames.receive([], now: 60_000_000_000)
        _ = frames.charge(.refusal, now: 60_000_000_000)
        _ = frames.receive([], now: 61_000_000_000)
        #expect(frames.pointsLeft == 1)
    }

    @Test func `resets and refusals cost what the configuration says`() {
        var frames = guarding(30)
        #expect(frames.charge(.reset, now: 0) == nil && frames.pointsLeft == 25)
        #expect(frames.charge(.refusal, now: 0) == nil && frames.pointsLeft == 15)
        for _ in 0..<3 { #expect(frames.charge(.reset, now: 0) == nil) }
        #expect(frames.charge(.reset, now: 0) == .reset)
    }

    @Test func `a header block has at most sixteen continuations`() {
        var frames = guarding(1_000_000)
        let block = frame(headers, [1]) + (0..<16).flatMap { _ in frame(continuation, [1]) }
        #expect(frames.receive(block + block) == nil)
        #expect(frames.receive(frame(continuation, [1])) == .continuation)
    }

    @Test func `a header block is at most twice as large as a head`() {
        var frames = guarding(1_000_000, headBytes: 10_000)
        let half = [UInt8](repeating: 1, count: 10_000)
        #expect(frames.receive(frame(headers, half) + frame(continuation, half)) == nil)
        #expect(
            frames.receive(frame(headers, half) + frame(continuation, half) + frame(continuation, [1])) == .headerBlock
        )
    }

    @Test func `one frame alone is never too large for a block, because frames have a limit of their own`() {
        var frames = guarding(1_000_000, headBytes: 100)
        #expect(frames.receive(frame(headers, [UInt8](repeating: 1, count: 16_384))) == nil)
        #expect(frames.receive([255, 255, 255, headers, 0]) == nil)
    }

    @Test func `a block is too large as soon as its next frame says so`() {
        var frames = guarding(1_000_000, headBytes: 100)
        #expect(frames.receive(frame(headers, [1])) == nil)
        #expect(frames.receive([255, 255, 255, continuation, 0]) == .headerBlock)
    }

    @Test func `the largest numbers of the configuration fit`() {
        var frames = guarding(1_000_000, refill: 1_000_000, tiny: 1_000_000)
        #expect(frames.receive(content(1) + content(1)) == nil && frames.pointsLeft == 998_000)
        for second in 1...100 as ClosedRange<UInt64> {
            #expect(frames.charge(.refusal, now: second << 50) == nil)
        }
        frames.earn(1_000_000)
        #expect(frames.pointsLeft == 1_000_000)
    }

    @Test func `every misbehaviour has a label and a sentence of its own that names its limit`() {
        let all = H2Misbehaviour.allCases
        #expect(Set(all.map(\.label.description)).count == all.count)
        #expect(Set(all.map(\.reason.description)).count == all.count)
        #expect(all.allSatisfy { $0.reason.description.contains("limits.misbehaviour") })
    }
}

@Suite struct H2ErrorCodeTests {
    @Test func `codes are those of the RFC, and unknown ones are internal errors`() {
        #expect(H2ErrorCode.allCases.map(\.rawValue) == Array(0...13))
        #expect(H2ErrorCode(received: 0xB) == .enhanceYourCalm && H2ErrorCode(received: 99) == .internalError)
        #expect(Set(H2ErrorCode.allCases.map(\.metricLabel.description)).count == 14)
    }
}
