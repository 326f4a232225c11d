// RFC 9112, 2.2: is the end of a head found, whatever pieces it comes in?

import Bytes
import HTTP
import Testing

@Suite struct `Head scan` {
    @Test(arguments: acceptedRequests)
    func `the end is found in whole, byte by byte and split anywhere`(head: String) {
        let bytes = Array((head + "GET / HTT").utf8)
        let end = H1HeadScan.Step.complete(head.utf8.count)
        #expect(verdict(of: .request, on: bytes, cutAt: [bytes.count]) == end)
        #expect(verdict(of: .request, on: bytes, cutAt: Array(0...bytes.count)) == end)
        for cut in 0...bytes.count {
            #expect(verdict(of: .request, on: bytes, cutAt: [cut, bytes.count]) == end)
        }
    }

    @Test(arguments: acceptedRequests)
    func `scan and parser agree on the length`(head: String) throws {
        let length = try SeenRequest.read(head).get().count
        #expect(verdict(of: .request, on: Array(head.utf8), cutAt: [head.utf8.count]) == .complete(length))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\n", H1Error.bareLineFeed), ("GET / HTTP/1.1\r\nHost: a\n\n", .bareLineFeed),
        ("\n", .bareLineFeed),
        ("\u{16}\u{3}\u{1}", .malformedRequestLine), (" GET", .malformedRequestLine), ("\u{0}", .malformedRequestLine),
        ("\r\n\r\n\r\n\r\n\r\n", .tooManyEmptyLines),
    ])
    func `what begins no request is refused at once, however it arrives`(bytes: String, fault: H1Error) {
        let bytes = Array(bytes.utf8)
        #expect(verdict(of: .request, on: bytes, cutAt: [bytes.count]) == .failed(fault))
        #expect(verdict(of: .request, on: bytes, cutAt: Array(0...bytes.count)) == .failed(fault))
    }

    @Test(arguments: [
        ("\r\n", H1Error.malformedStatusLine), ("garbage", .malformedStatusLine), ("HTTP/1.1 200 OK\n", .bareLineFeed),
    ])
    func `what begins no response is refused at once`(bytes: String, fault: H1Error) {
        let bytes = Array(bytes.utf8)
        #expect(verdict(of: .response, on: bytes, cutAt: Array(0...bytes.count)) == .failed(fault))
    }

    @Test func `a head that is too long is refused before it ends`() {
        let limits = H1Limits(headBytes: 100, fields: 10, targetBytes: 50)
        let line = Array(String(repeating: "a", count: 101).utf8)
        #expect(verdict(of: .request, on: line, cutAt: [100], limits: limits) == .incomplete)
        #expect(verdict(of: .request, on: line, cutAt: [101], limits: limits) == .failed(.targetTooLong))
        let fields = Array("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 100))".utf8)
        #expect(
            verdict(of: .request, on: fields, cutAt: Array(0...fields.count), limits: limits) == .failed(.headTooLarge)
        )
        let exact = Array("GET / HTTP/1.1\r\nX: \(String(repeating: "a", count: 77))\r\n\r\n".utf8)
        #expect(exact.count == 100)
        #expect(verdict(of: .request, on: exact, cutAt: [100], limits: limits) == .complete(100))
        #expect(verdict(of: .request, on: Array("\r\n".utf8) + exact, cutAt: [102], limits: limits) == .complete(102))
    }

    @Test func `random lines end alike in whole, in pieces and for a plain twin`() {
        var random = SeededRandom(seed: 41)
        let alphabet = Array("\r\n\n\raaaaaaaaaaaaaaaaaaaa".utf8)
        for _ in 0..<3000 {
            var bytes = Array("G".utf8)
            for _ in 0..<Int.random(in: 0..<80, using: &random) {
                // Mostly whole line ends, so that heads get as far as their empty line.
                if Int.random(in: 0..<12, using: &random) == 0 { bytes += [0x0D, 0x0A] }
                if Int.random(in: 0..<12, using: &random) == 0 { bytes += [0x0D, 0x0A, 0x0D, 0x0A] }
                bytes.append(
                    Int.random(in: 0..<6, using: &random) == 0 ? alphabet.randomElement(using: &random)! : 0x61
                )
            }
            let expected = plainVerdict(on: bytes)
            #expect(verdict(of: .request, on: bytes, cutAt: [bytes.count]) == expected, "\(bytes)")
            #expect(verdict(of: .request, on: bytes, cutAt: Array(0...bytes.count)) == expected, "\(bytes)")
        }
    }

    @Test func `no byte is looked at twice`() {
        var scan = H1HeadScan(.request, limits: H1Limits())
        #expect(Array("GET / HTTP/1.1\r\nHo".utf8).withByteView { scan.scan($0) } == .incomplete)
        #expect(scan.scanned == 18)
    }
}

/// The first line feed without carriage return, or the first CRLF behind a CRLF, one byte after the other.
private func plainVerdict(on bytes: [UInt8]) -> H1HeadScan.Step {
    for (index, byte) in bytes.enumerated() where byte == 0x0A {
        if index == 0 || bytes[index - 1] != 0x0D { return .failed(.bareLineFeed) }
        if index >= 3, bytes[index - 2] == 0x0A { return .complete(index + 1) }
    }
    return .incomplete
}
