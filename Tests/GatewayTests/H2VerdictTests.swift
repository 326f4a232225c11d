// Is it seen when the gateway ends a connection or a stream for what its client said?

import TestSupport
import Testing

/// RFC 9113, 5.4.
@Suite struct H2VerdictTests {
    private static let ended = "headgate_http2_connections_ended_total"

    /// Each row is one frame that is an error of the connection: type, flags, stream, payload, and what it is counted as.
    @Test(arguments: [
        ("fields that cannot be decoded", 1, 5, 1, "82ffffffffffff", "compression_error"),
        ("a table size that we never allowed", 1, 5, 1, "3fe1ff3f828684410161", "compression_error"),
        ("a frame that says to be too large", 0, 0, 1, "", "frame_size_error"),
        ("a stream of a server's number", 1, 5, 2, "828684410161", "protocol_error"),
        ("PUSH_PROMISE", 5, 4, 1, "00000002828684410161", "protocol_error"),
        ("a window that overflows", 8, 0, 0, "7fffffff", "flow_control_error"),
    ])
    func `a connection that is ended is counted by its code, once`(
        name: String,
        type: Int,
        flags: Int,
        stream: Int,
        hex: String,
        code: String
    ) throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        try client.frame(type, flags: flags, stream: stream, hex: hex, length: hex.isEmpty ? 20_000 : nil)
        #expect(try client.waitForEnd()?.code != 0)
        let metrics = try gateway.metrics("the end to be counted") { $0.sum(Self.ended, ["code": code]) == 1 }
        #expect(metrics.sum(Self.ended) == 1, "\(metrics)")
    }

    @Test func `a connection that ends well, or for misbehaviour, is not among them`() throws {
        let gateway = try TestGateway(fronting: try Origin())
        let client = try gateway.connectH2()
        #expect(try client.get(1).status == 200)
        try client.close()
        let flood = try gateway.connectH2(options: ["--quiet"])
        try flood.frame(6, hex: "0000000000000000", times: 20_000)
        #expect(try flood.waitForEnd()?.code == 11)
        let metrics = try gateway.metrics("the flood to be counted") {
            $0.sum("headgate_http2_misbehaviour_total", ["reason": "ping"]) == 1
        }
        #expect(metrics.sum(Self.ended) == 0, "\(metrics)")
    }

    /// A request runs meanwhile. Each row is a frame, how often it is sent, and the word for what became of the request.
    @Test(arguments: [
        ("a window of the stream that overflows", 8, 1, "7fffffff", 1, "http2_protocol_error"),
        ("a window of the connection that overflows", 8, 0, "7fffffff", 1, "http2_protocol_error"),
        ("PUSH_PROMISE", 5, 1, "00000002828684410161", 1, "http2_protocol_error"),
        ("a flood of PING", 6, 0, "0000000000000000", 20_000, "http2_misbehaviour"),
    ])
    func `what the gateway ends is not said to be the client's doing`(
        name: String,
        type: Int,
        stream: Int,
        hex: String,
        times: Int,
        word: String
    ) throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "access-log json")
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.request(1, "GET", "/never")
        _ = try origin.request()
        try client.frame(type, flags: type == 5 ? 4 : 0, stream: stream, hex: hex, times: times)
        let early = "headgate_http2_streams_ended_early_total"
        let metrics = try gateway.metrics("the stream to end") { $0.sum(early, ["how": "reset_by_gateway"]) == 1 }
        #expect(metrics.sum(early) == 1, "\(metrics)")
        #expect(metrics.sum("headgate_connections_total", ["event": "reset"]) == 0, "\(metrics)")
        try eventually("its line in the log") { gateway.output.contains(#""error":"\#(word)""#) }
        try eventually("the gateway to let go of the origin") { origin.openConnectionCount == 0 }
    }

    @Test func `a client that resets its stream still did it itself`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "access-log json")
        let client = try gateway.connectH2()
        try client.request(1, "GET", "/never")
        _ = try origin.request()
        try client.reset(1)
        let early = "headgate_http2_streams_ended_early_total"
        let metrics = try gateway.metrics("the stream to end") { $0.sum(early, ["how": "reset_by_client"]) == 1 }
        #expect(metrics.sum(early) == 1, "\(metrics)")
        try eventually("its line in the log") { gateway.output.contains(#""error":"client_gone""#) }
    }
}
