// Which of the bytes behind a head are its body.

import Bytes

/// Reads a body however it is framed, and counts it against a limit.
public struct BodyReader: ~Copyable {
    /// How many bytes of body have been handed out.
    public private(set) var bytesRead: UInt64 = 0
    /// Whether the whole body has been handed out.
    public private(set) var isComplete: Bool
    public private(set) var framing: BodyFraming
    private var remaining: UInt64
    private var bodyLimit: UInt64
    private var failure: H1Error?
    private var chunked: ChunkedDecoder

    /// A reader for one body. `bodyLimit` is the most bytes that it may have, framing not counted.
    public init(framing: BodyFraming, limits: H1Limits, bodyLimit: UInt64 = .max) {
        chunked = ChunkedDecoder(limits: limits)
        self.framing = framing
        self.bodyLimit = bodyLimit
        remaining = 0
        isComplete = false
        begin(framing: framing, bodyLimit: bodyLimit)
    }

    /// Prepares for the next body on the same connection.
    public mutating func begin(framing: BodyFraming, bodyLimit: UInt64 = .max) {
        if self.framing == .chunked { chunked.reset() }
        self.framing = framing
        self.bodyLimit = bodyLimit
        bytesRead = 0
        remaining = 0
        failure = nil
        if case .length(let length) = framing {
            remaining = length
            if length > bodyLimit { failure = .bodyTooLarge }
        }
        isComplete = !framing.mayHaveBytes
    }

    /// The trailer fields of a chunked body, complete after its end. See `ChunkedDecoder.trailers`.
    public var trailers: ByteView { chunked.trailers }

    /// How many bytes are still to come, when the framing says so.
    public var bytesRemaining: UInt64? {
        switch framing {
        case .none: 0
        case .length: remaining
        case .chunked, .untilClose: nil
        }
    }

    /// Reads on at the front of `input`.
    public mutating func next(_ input: ByteView) -> BodyStep {
        if let failure { return .failed(failure) }
        if isComplete { return .end(consumed: 0) }
        if input.isEmpty { return .needMore(consumed: 0) }
        switch framing {
        case .none: return .end(consumed: 0)
        case .length: return count(.data(takeLength(input), consumed: Int(min(remaining, UInt64(input.count)))))
        case .chunked: return count(chunked.next(input))
        case .untilClose: return count(.data(input, consumed: input.count))
        }
    }

    /// Takes note that the peer sends no more. Returns `truncatedBody` when something is missing.
    public mutating func inputEnded() -> H1Error? {
        if framing == .untilClose { isComplete = failure == nil }
        if failure == nil, !isComplete { failure = .truncatedBody }
        return failure
    }

    private func takeLength(_ input: ByteView) -> ByteView { input.prefix(Int(min(remaining, UInt64(input.count)))) }

    /// Counts what a step hands out and checks it against the limit.
    private mutating func count(_ step: BodyStep) -> BodyStep {
        switch step {
        case .data(let bytes, _):
            bytesRead += UInt64(bytes.count)
            if bytesRead > bodyLimit { return fail(.bodyTooLarge) }
            if case .length = framing {
                remaining -= UInt64(bytes.count)
                isComplete = remaining == 0
            }
        case .end: isComplete = true
        case .failed(let fault): return fail(fault)
        case .needMore: break
        }
        return step
    }

    private mutating func fail(_ fault: H1Error) -> BodyStep {
        failure = fault
        return .failed(fault)
    }
}
