// houses: HTTP
// Is it known where a WebSocket's frames end, however its bytes are cut?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (choice, bytes) = input.choice(below: 2)
        let sender: WebSocketFrames.Sender = choice == 0 ? .client : .server
        let whole = passed(bytes, from: sender, pieces: max(bytes.count, 1))
        for pieces in 1...10 {
            precondition(passed(bytes, from: sender, pieces: pieces) == whole, "Pieces are followed in another way.")
        }
        precondition(!whole.isLost || !whole.isBetweenFrames, "A lost track knows where it is.")
        checkPlace(bytes, from: sender, whole)
    }
}

private func passed(_ bytes: ByteView, from sender: WebSocketFrames.Sender, pieces: Int) -> WebSocketFrames {
    var frames = WebSocketFrames(from: sender)
    var at = 0
    while at < bytes.count {
        let piece = bytes.dropFirst(at).prefix(pieces)
        frames.pass(piece)
        at += piece.count
    }
    return frames
}

/// Reads the frames once more, each from its beginning, as one who has all bytes before him.
private func checkPlace(_ bytes: ByteView, from sender: WebSocketFrames.Sender, _ frames: WebSocketFrames) {
    var rest = bytes
    var hasClosed = false
    while !rest.isEmpty {
        guard let isClose = kind(of: rest[0]) else { return expect(frames, isLost: true, hasClosed) }
        hasClosed = hasClosed || isClose
        guard rest.count > 1 else { return expect(frames, isInside: true, hasClosed) }
        let isControl = rest[0] & 8 != 0
        let (short, isMasked) = (Int(rest[1] & 0x7F), rest[1] & 0x80 != 0)
        if isMasked != (sender == .client) || isControl && short > 125 {
            return expect(frames, isLost: true, hasClosed)
        }
        let width = short == 126 ? 2 : short == 127 ? 8 : 0
        guard rest.count >= 2 + width else { return expect(frames, isInside: true, hasClosed) }
        var payload = width == 0 ? UInt64(short) : 0
        for index in 0..<width { payload = payload << 8 | UInt64(rest[2 + index]) }
        if payload >> 63 != 0 { return expect(frames, isLost: true, hasClosed) }
        let whole = UInt64(2 + width + (isMasked ? 4 : 0)) + payload
        if whole > UInt64(rest.count) { return expect(frames, isInside: true, hasClosed) }
        rest = rest.dropFirst(Int(whole))
    }
    expect(frames, hasClosed)
}

/// Whether a frame that begins so is a Close; nil when none does.
private func kind(of first: UInt8) -> Bool? {
    switch first & 0x0F {
    case 0...2: false
    case 8 where first & 0x80 != 0: true
    case 9 where first & 0x80 != 0, 10 where first & 0x80 != 0: false
    default: nil
    }
}

private func expect(_ frames: WebSocketFrames, isLost: Bool = false, isInside: Bool = false, _ hasClosed: Bool) {
    precondition(frames.isLost == isLost, "The track is lost, or is not, where it should.")
    precondition(frames.isBetweenFrames == !(isLost || isInside), "A frame ends elsewhere.")
    precondition(frames.hasClosed == hasClosed, "A Close was missed, or seen where there is none.")
}
