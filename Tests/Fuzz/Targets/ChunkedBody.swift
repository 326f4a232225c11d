// houses: HTTP
// Does a chunked body come out the same whole and cut up?

import Bytes
import HTTP

/// What a decoder handed out.
private struct Outcome: Equatable {
    var body: [UInt8] = []
    var consumed = 0
    var isComplete = false
    var fault: H1Error?
    var trailers: [UInt8] = []

    /// Decodes `input` in pieces of `step` bytes.
    init(_ input: ByteView, step: Int) {
        var limits = H1Limits()
        limits.chunkLineBytes = 32
        limits.trailerBytes = 128
        limits.trailerFields = 4
        var reader = BodyReader(framing: .chunked, limits: limits, bodyLimit: 1000)
        var end = min(step, input.count)
        while fault == nil, !isComplete {
            let before = consumed
            take(reader.next(input.slice(from: consumed, count: end - consumed)))
            precondition(consumed <= end, "More was consumed than there was.")
            if consumed == end, end < input.count {
                end = min(end + step, input.count)
            } else if consumed == before {
                break
            }
        }
        if isComplete { trailers = reader.trailers.array }
    }

    private mutating func take(_ step: BodyStep) {
        switch step {
        case .data(let bytes, let count):
            body += bytes.array
            consumed += count
        case .needMore(let count): consumed += count
        case .end(let count):
            consumed += count
            isComplete = true
        case .failed(let error): fault = error
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (choice, bytes) = input.choice(below: 16)
        if bytes.isEmpty { return }
        let whole = Outcome(bytes, step: bytes.count)
        let pieces = Outcome(bytes, step: choice + 1)
        precondition(whole.fault == pieces.fault && whole.isComplete == pieces.isComplete, "Pieces end otherwise.")
        precondition(whole.trailers == pieces.trailers, "Pieces have other trailers.")
        // A body over its limit is refused at the piece that exceeds it, so what came before may differ.
        if whole.fault == .bodyTooLarge { return }
        precondition(whole.body == pieces.body, "Pieces have another body.")
        precondition(!whole.isComplete || whole.consumed == pieces.consumed, "Pieces end elsewhere.")
    }
}
