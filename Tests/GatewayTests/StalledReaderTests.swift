// Who is blamed, and when, for a client that does not take its answer?

import TestSupport
import Testing

@Suite struct StalledReaderTests {
    private static let failures = "headgate_upstream_failures_total"
    private static let early = "headgate_http2_streams_ended_early_total"

    private func gateway(_ origin: Origin, writeIdle: String, timeout: String = "off") throws -> TestGateway {
        try TestGateway(
            fronting: origin,
            settings: "timeout \(timeout)",
            more: "limits { write-idle \(writeIdle) }  service * { idle off; first-byte 150ms }  access-log json"
        )
    }

    /// Waits until so many lines of the log tell that error.
    private func expect(_ error: String, times count: Int = 1, in gateway: TestGateway) throws {
        try eventually("\(count) times \(error) in the log") {
            gateway.output.split(separator: "\n").count { $0.contains("\"error\":\"\(error)\"") } >= count
        }
    }

    /// A stream that is given up at the end of `write-idle`.
    private func stall(_ client: H2Client, _ stream: Int) throws {
        try client.request(stream)
        let answer = try client.answer(stream)
        #expect(answer.resetCode == 8, "\(answer)")
    }

    /// The upstream has more to send all the time; its own pause never ended the stream, or much later.
    @Test(arguments: [0, 1000, 65_535])
    func `a stream of which nothing is taken ends after write-idle, whatever the upstream does`(window: Int) throws {
        let gateway = try gateway(try Origin(.gigantic(64 << 20)), writeIdle: "300ms")
        let client = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": window], options: ["--no-credit"])
        try stall(client, 1)
        #expect(try client.isAlive())
        try expect("client_stalled", in: gateway)
        let metrics = try gateway.metrics()
        #expect(metrics.sum(Self.early, ["how": "stalled"]) == 1)
        #expect(metrics.sum(Self.failures) == 0)
    }

    @Test func `also when the upstream pauses behind a little that waits`() throws {
        let gate = Gate()
        let gateway = try gateway(try Origin(.drip(gate, first: "first", second: "second")), writeIdle: "200ms")
        let client = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": 0])
        try stall(client, 1)
        gate.open()
    }

    @Test func `a client that has taken everything may wait longer than write-idle`() throws {
        let gate = Gate()
        let gateway = try gateway(try Origin(.drip(gate, first: "first", second: "second")), writeIdle: "200ms")
        let patient = try gateway.connectH2()
        try patient.request(1)
        try patient.frame("Data", stream: 1) { $0.total == 5 }
        // The time that others are given passes, more than once.
        let others = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": 0])
        for stream in [1, 3] { try stall(others, stream) }
        gate.open()
        let answer = try patient.answer(1)
        #expect(answer.isWhole && answer.text == "firstsecond", "\(answer)")
    }

    /// Upstreams that had answered at once were not read, and counted as too slow for their first byte.
    @Test func `a client that reads nothing makes no upstream look dead`() throws {
        let origin = try Origin(.gigantic(64 << 20))
        let gateway = try gateway(origin, writeIdle: "600ms")
        let client = try gateway.connect(receiveBuffer: 4096)
        try client.send(Self.preface + (0..<5).flatMap { Self.frame(1, 5, UInt8(2 * $0 + 1), Self.get) })
        try expect("client_stalled", times: 5, in: gateway)
        let metrics = try gateway.metrics()
        #expect(metrics.sum(Self.failures) == 0, "\(gateway.output)")
        #expect(metrics.sum(Self.early, ["how": "stalled"]) == 5)
        try eventually("the origin to be let go") { origin.openConnectionCount == 0 }
        client.close()
    }

    @Test func `on HTTP 1 it is called stalled as well`() throws {
        let gateway = try gateway(try Origin(.gigantic(64 << 20)), writeIdle: "200ms")
        let client = try gateway.connect(receiveBuffer: 4096)
        try client.send(TestClient.head("GET", "/"))
        try expect("client_stalled", in: gateway)
        client.close()
    }

    @Test(arguments: [false, true])
    func `time that runs out on a slow reader is no failure of the upstream`(onStream: Bool) throws {
        let gateway = try gateway(try Origin(.gigantic(64 << 20)), writeIdle: "30s", timeout: "300ms")
        let stream = try gateway.connectH2(settings: ["INITIAL_WINDOW_SIZE": 0])
        let connection = try gateway.connect(receiveBuffer: 4096)
        if onStream { try stream.request(1) } else { try connection.send(TestClient.head("GET", "/")) }
        try expect("total_timeout", in: gateway)
        #expect(try gateway.metrics().sum(Self.failures) == 0)
        connection.close()
    }

    // MARK: Frames

    private static func frame(_ type: UInt8, _ flags: UInt8, _ stream: UInt8, _ payload: [UInt8]) -> [UInt8] {
        [0, 0, UInt8(payload.count), type, flags, 0, 0, 0, stream] + payload
    }

    /// `GET http://a/`
    private static let get: [UInt8] = [0x82, 0x86, 0x84, 0x41, 1, 0x61]
    /// With windows that never end.
    private static let preface =
        Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + frame(4, 0, 0, [0, 4, 0x7f, 0xff, 0xff, 0xff])
        + frame(8, 0, 0, [0x7f, 0xfe, 0, 0])
}
