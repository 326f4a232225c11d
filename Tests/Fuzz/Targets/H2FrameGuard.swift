// houses: HTTP
// Does the guard of HTTP/2 frames come to the same verdict however its input is cut?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (switches, rest) = input.choice(below: 256)
        var budget = H2MisbehaviourBudget()
        budget.points = switches & 0x3F
        budget.tiny = 1000
        let whole = verdict(rest, budget, expectsPreface: switches & 0x40 != 0, pieces: max(rest.count, 1))
        for pieces in 1...10 {
            let other = verdict(rest, budget, expectsPreface: switches & 0x40 != 0, pieces: pieces)
            precondition(other == whole, "Pieces are judged in another way than the whole.")
        }
    }
}

private struct Verdict: Equatable {
    var exhausted: H2Misbehaviour?
    var pointsLeft: Int
}

private func verdict(_ input: ByteView, _ budget: H2MisbehaviourBudget, expectsPreface: Bool, pieces: Int) -> Verdict {
    var frames = H2FrameGuard(budget: budget, headBytes: 1024, expectsPreface: expectsPreface, now: 0)
    var at = 0
    while at < input.count {
        let piece = input.dropFirst(at).prefix(pieces)
        if frames.receive(piece, now: 0) != nil { break }
        at += piece.count
    }
    precondition(frames.pointsLeft <= budget.points, "A budget grew beyond itself.")
    return Verdict(exhausted: frames.exhausted, pointsLeft: frames.pointsLeft)
}
