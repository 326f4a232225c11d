// Which bytes of a chunked body are the body.

import Bytes

/// Takes the chunked coding off a body, however it is cut up (RFC 9112, 7.1).
///
/// Sizes are 1 to 16 hexadecimal digits with nothing around them; every line ends with CRLF; extensions are checked and
/// dropped. Trailer fields are collected in `trailers` once they are known to be well formed and allowed there.
public struct ChunkedDecoder: ~Copyable {
    private enum State: Equatable {
        case sizeStart, size, inExtension, sizeLineFeed
        case data, dataReturn, dataLineFeed
        case trailerStart, trailerLine, lastLineFeed
        case done, failed(H1Error)
    }

    private var state = State.sizeStart
    private var remaining: UInt64 = 0
    private var lineBytes = 0
    private var sizeDigits = 0
    private var chunkExtension = ChunkExtension()
    private var trailerBytes = 0
    private var trailerFields = 0
    private var line = ByteBuffer()
    private var kept = ByteBuffer()
    private let chunkLineLimit: Int
    private let trailerBytesLimit: Int
    private let trailerFieldsLimit: Int

    public init(limits: H1Limits) {
        chunkLineLimit = limits.chunkLineBytes
        trailerBytesLimit = limits.trailerBytes
        trailerFieldsLimit = limits.trailerFields
    }

    /// The trailer section as lines `name: value CRLF` without the empty one, complete after `.end`.
    ///
    /// Fields that may not stand in trailers (RFC 9110, 6.5.1) are left out. Valid until the next mutation.
    public var trailers: ByteView { kept.readable }

    /// Whether the last chunk and its trailer section have been read.
    public var isComplete: Bool { state == .done }

    /// Prepares for another body and gives memory back.
    public mutating func reset() {
        state = .sizeStart
        beginChunk()
        trailerBytes = 0
        trailerFields = 0
        line.release()
        kept.release()
    }

    /// Reads on at the front of `input`, up to the end of the next run of data.
    public mutating func next(_ input: ByteView) -> BodyStep {
        if state == .done { return .end(consumed: 0) }
        var at = 0
        while at < input.count {
            if state == .data { return takeData(input, from: at) }
            if let fault = accept(input[at]) {
                state = .failed(fault)
                return .failed(fault)
            }
            at += 1
            if state == .done { return .end(consumed: at) }
        }
        if case .failed(let fault) = state { return .failed(fault) }
        return .needMore(consumed: at)
    }

    /// Hands out what is there of the chunk, and passes over the line end behind it if that is there too.
    private mutating func takeData(_ input: ByteView, from start: Int) -> BodyStep {
        let count = Int(min(remaining, UInt64(input.count - start)))
        remaining -= UInt64(count)
        var end = start + count
        if remaining == 0 {
            state = .dataReturn
            if end + 1 < input.count, input[end] == 0x0D, input[end + 1] == 0x0A {
                beginChunk()
                end += 2
            }
        }
        return .data(input.slice(from: start, count: count), consumed: end)
    }

    private mutating func beginChunk() {
        state = .sizeStart
        remaining = 0
        lineBytes = 0
        sizeDigits = 0
    }

    /// Takes one byte of framing.
    private mutating func accept(_ byte: UInt8) -> H1Error? {
        switch state {
        case .sizeStart, .size, .inExtension, .sizeLineFeed: return acceptInSizeLine(byte)
        case .dataReturn:
            state = .dataLineFeed
            return byte == 0x0D ? nil : .malformedChunkEnd
        case .dataLineFeed:
            beginChunk()
            return byte == 0x0A ? nil : .malformedChunkEnd
        case .trailerStart, .trailerLine: return acceptInTrailers(byte)
        case .lastLineFeed:
            state = .done
            return byte == 0x0A ? nil : .bareCarriageReturn
        case .failed(let fault): return fault
        case .data, .done: preconditionFailure("Data and the end are not read byte by byte.")
        }
    }

    private mutating func acceptInSizeLine(_ byte: UInt8) -> H1Error? {
        lineBytes += 1
        if lineBytes > chunkLineLimit { return .chunkLineTooLong }
        if state == .sizeLineFeed {
            state = remaining == 0 ? .trailerStart : .data
            return byte == 0x0A ? nil : .bareCarriageReturn
        }
        if byte == 0x0A { return .bareLineFeed }
        if state == .inExtension { return acceptInExtension(byte) }
        if let digit = Digits.hexValue(byte) { return acceptDigit(digit) }
        guard state == .size else { return .invalidChunkSize }
        return acceptBehindSize(byte)
    }

    private mutating func acceptDigit(_ digit: UInt8) -> H1Error? {
        sizeDigits += 1
        remaining = remaining << 4 | UInt64(digit)
        state = .size
        // The body's length is counted in Int elsewhere, so half of the range is left out.
        return sizeDigits > 16 || remaining > UInt64(Int64.max) ? .chunkSizeTooLarge : nil
    }

    private mutating func acceptBehindSize(_ byte: UInt8) -> H1Error? {
        switch byte {
        case 0x0D: state = .sizeLineFeed
        case 0x3B:
            state = .inExtension
            chunkExtension = ChunkExtension()
        default: return .invalidChunkSize
        }
        return nil
    }

    private mutating func acceptInExtension(_ byte: UInt8) -> H1Error? {
        if byte == 0x0D {
            state = .sizeLineFeed
            return chunkExtension.mayEnd ? nil : .invalidChunkExtension
        }
        return chunkExtension.accept(byte) ? nil : .invalidChunkExtension
    }

    private mutating func acceptInTrailers(_ byte: UInt8) -> H1Error? {
        if state == .trailerStart, byte == 0x0D {
            state = .lastLineFeed
            return nil
        }
        trailerBytes += 1
        if trailerBytes > trailerBytesLimit { return .trailersTooLarge }
        state = .trailerLine
        line.append(byte)
        return byte == 0x0A ? keepTrailer() : nil
    }

    /// Reads the line that is now complete, and keeps it if a trailer may say that.
    private mutating func keepTrailer() -> H1Error? {
        trailerFields += 1
        if trailerFields > trailerFieldsLimit { return .tooManyTrailers }
        let bytes = line.readable
        do throws(H1Error) {
            let field = try H1FieldLine(bytes, at: 0)
            let name = bytes.prefix(field.nameEnd)
            if !FieldName(recognising: name).isForbiddenInTrailers {
                let value = bytes.slice(from: field.valueStart, count: field.valueEnd - field.valueStart)
                kept.append(name, separator: ": ", value, terminator: "\r\n")
            }
        } catch {
            return error == .incompleteHead ? .malformedTrailer : error
        }
        line.clear()
        state = .trailerStart
        return nil
    }
}
