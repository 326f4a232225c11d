// Is content counted once on each side, and without heads and framing?

import Telemetry
import TestSupport
import Testing

@testable import Proxy

@Suite struct ContentCountTests {
    @Test func `content is counted in both directions, for the client and for the upstream`() throws {
        let origin = try Origin(.chunked(["good", " ", "day"]))
        let worker = try TestWorker(origin)
        let client = try worker.client()
        let chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
        #expect(
            try client.ask(TestClient.head("POST", "/", fields: ["Transfer-Encoding: chunked"]) + chunks).status == 200
        )
        #expect(try client.ask(TestClient.head("POST", "/", fields: ["Content-Length: 2"]) + "fg").status == 200)
        try eventually("both requests are counted") { worker.count(WorkerCounter.bytesReceived) == 7 }
        #expect(worker.count(WorkerCounter.bytesSent) == 16)
        #expect(worker.count(UpstreamCounter.bytesSent) == 7 && worker.count(UpstreamCounter.bytesReceived) == 16)
    }

    @Test func `what the gateway answers itself is no content of an upstream`() throws {
        let worker = try TestWorker(try Origin(.answer("there")))
        #expect(try worker.client().get("/local").status == 200)
        try eventually("the answer is counted") { worker.count(WorkerCounter.bytesSent) > 0 }
        #expect(worker.count(UpstreamCounter.bytesReceived) == 0 && worker.count(UpstreamCounter.bytesSent) == 0)
    }

    /// The client's connection still told the bytes of the answer before.
    @Test func `an exchange without an answer sends no content`() throws {
        let silent = try Origin(
            OriginBehaviour { turn in
                try turn.waitForEnd()
                return .close
            }
        )
        let worker = try TestWorker(
            [("route /local respond 200 here\nroute /* to \(silent.address)", "")],
            origin: silent
        )
        let client = try worker.client()
        #expect(try client.get("/local").status == 200)
        try eventually("the answer is counted") { worker.count(WorkerCounter.bytesSent) > 0 }
        let sent = worker.count(WorkerCounter.bytesSent)
        try client.send(TestClient.head("GET", "/"))
        _ = try silent.request()
        client.reset()
        try eventually("the client is gone") { worker.count(.connectionsReset) == 1 }
        try eventually("the attempt has ended") { worker.count(.inFlight) == 0 }
        #expect(worker.count(WorkerCounter.bytesSent) == sent)
        #expect(worker.count(UpstreamCounter.bytesReceived) == 0)
    }
}
