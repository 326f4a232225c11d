// How do our field sections leave?

import Bytes
import CNghttp2

extension H2SessionState {
    /// Bytes in front of every frame (RFC 9113, 4.1): three of length, type, flags, four of stream identifier.
    static var frameHead: Int { 9 }
    /// Every peer takes a frame with so much in it (RFC 9113, 4.2).
    private static var standardPayload: Int { 16_384 }

    /// Appends the HEADERS frame that libnghttp2 made without fields, with the oldest section of its stream in it, and
    /// CONTINUATION frames when that takes more than one (RFC 9113, 4.3 and 6.10).
    /// - Returns: false when libnghttp2 did not say whose frame it is, so that nothing that follows could be understood.
    mutating func appendHead(_ frame: ByteView, to out: inout ByteBuffer) -> Bool {
        guard let stream = unsafe headOwner else { return false }
        unsafe headOwner = nil
        let start = out.count
        out.append(frame.prefix(Self.frameHead))
        unsafe encoder.encode(stream.pointee.heads.take(), to: &out)
        if unsafe stream.pointee.heads.isEmpty { unsafe stream.pointee.heads.forget() }
        let length = out.count - start - Self.frameHead
        if length > Self.standardPayload {
            split(at: start, of: &out)
        } else {
            Self.setLength(length, at: start, of: &out)
        }
        return true
    }

    private static func setLength(_ length: Int, at start: Int, of out: inout ByteBuffer) {
        out.replaceByte(at: start, with: 0)
        out.replaceByte(at: start + 1, with: UInt8(truncatingIfNeeded: length >> 8))
        out.replaceByte(at: start + 2, with: UInt8(truncatingIfNeeded: length))
    }

    /// Parts the frame that begins at `start` and is too long for one. Copies, and is rare.
    @inline(never)
    private func split(at start: Int, of out: inout ByteBuffer) {
        var frame = ByteBuffer()
        frame.append(out.readable.dropFirst(start))
        let head = frame.readable.prefix(Self.frameHead)
        var rest = frame.readable.dropFirst(Self.frameHead)
        let endsHead = UInt8(NGHTTP2_FLAG_END_HEADERS.rawValue)
        var flags = head[4] & ~endsHead
        var type = head[3]
        out.truncate(to: start)
        while !rest.isEmpty {
            let at = out.count
            let piece = rest.prefix(Self.standardPayload)
            rest = rest.dropFirst(piece.count)
            out.append(head)
            out.append(piece)
            Self.setLength(piece.count, at: at, of: &out)
            out.replaceByte(at: at + 3, with: type)
            out.replaceByte(at: at + 4, with: rest.isEmpty ? flags | endsHead : flags)
            flags = 0
            type = UInt8(NGHTTP2_CONTINUATION.rawValue)
        }
    }
}
