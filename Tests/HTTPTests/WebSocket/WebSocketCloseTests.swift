// Is a Close frame written as each side reads it?

import Bytes
import HTTP
import Testing

@Suite struct WebSocketCloseTests {
    private func written(_ mask: UInt32?, _ reason: StaticString = "bye") -> [UInt8] {
        var out = ByteBuffer()
        WebSocketClose.append(WebSocketClose.goingAway, reason: reason, mask: mask, to: &out)
        return out.readable.array
    }

    @Test func `a client gets it as it is`() {
        #expect(written(nil) == [0x88, 5, 0x03, 0xE9] + Array("bye".utf8))
        #expect(written(nil, "") == [0x88, 2, 0x03, 0xE9])
    }

    @Test func `a server gets it masked`() {
        let frame = written(0x0102_FF80)
        #expect(Array(frame[..<6]) == [0x88, 0x85, 0x01, 0x02, 0xFF, 0x80])
        let key: [UInt8] = [0x01, 0x02, 0xFF, 0x80]
        let payload = frame[6...].enumerated().map { $0.element ^ key[$0.offset % 4] }
        #expect(payload == [0x03, 0xE9] + Array("bye".utf8))
        // A key of zeros is one too.
        #expect(written(0) == [0x88, 0x85, 0, 0, 0, 0, 0x03, 0xE9] + Array("bye".utf8))
    }

    @Test(arguments: [nil, 0xDEAD_BEEF] as [UInt32?])
    func `it is one whole frame, of the side that writes it`(mask: UInt32?) {
        for reason in ["", "idle for too long"] as [StaticString] {
            var frames = WebSocketFrames(from: mask == nil ? .server : .client)
            written(mask, reason).withByteView { frames.pass($0) }
            #expect(frames.isBetweenFrames && frames.hasClosed && !frames.isLost)
        }
    }
}
