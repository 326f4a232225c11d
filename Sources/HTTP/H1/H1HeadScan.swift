// Where a head ends, when it comes in pieces.

import Bytes

/// A resumable search for the empty line that ends a head: every byte is looked at once, however it is cut up.
///
/// Refuses at once what would only make us wait: a first byte that begins no message, a line feed without carriage
/// return, more bytes than a head may have.
public struct H1HeadScan: Sendable {
    public enum Kind: Sendable { case request, response }

    public enum Step: Equatable, Sendable {
        /// The end is not there yet.
        case incomplete
        /// The head has so many bytes, counted from the start of the view, empty lines before it included.
        case complete(Int)
        case failed(H1Error)
    }

    /// How many bytes have been looked at; the next call goes on there.
    public private(set) var scanned = 0
    private let kind: Kind
    private let headBytes: Int
    private let leadingEmptyLines: Int
    private var headStart = 0
    private var lineStart = 0

    public init(_ kind: Kind, limits: H1Limits) {
        self.kind = kind
        headBytes = limits.headBytes
        leadingEmptyLines = kind == .request ? limits.leadingEmptyLines : 0
    }

    /// Looks on for the end. `view` begins where it began in the last call and may have grown.
    public mutating func scan(_ view: ByteView) -> Step {
        while true {
            switch view.headLines(scanned: &scanned, line: &lineStart) {
            case .bareLineFeed: return .failed(.bareLineFeed)
            case .emptyLine: if let step = endAtEmptyLine() { return step }
            case .goesOn: return verdictOnUnfinished(view)
            }
        }
    }

    /// An empty line ends a head, unless none has begun.
    private mutating func endAtEmptyLine() -> Step? {
        if headStart < scanned - 2 {
            return scanned - headStart > headBytes ? .failed(.headTooLarge) : .complete(scanned)
        }
        headStart = scanned
        if kind == .response { return .failed(.malformedStatusLine) }
        return headStart / 2 > leadingEmptyLines ? .failed(.tooManyEmptyLines) : nil
    }

    private func verdictOnUnfinished(_ view: ByteView) -> Step {
        if view.count - headStart > headBytes {
            // Without a single line end it is the first line that is too long, and that is its target.
            return .failed(kind == .request && lineStart == headStart ? .targetTooLong : .headTooLarge)
        }
        guard headStart < view.count else { return .incomplete }
        let first = view[headStart]
        switch kind {
        case .request: return ASCII.isToken(first) || first == 0x0D ? .incomplete : .failed(.malformedRequestLine)
        case .response: return first == 0x48 ? .incomplete : .failed(.malformedStatusLine)
        }
    }
}
