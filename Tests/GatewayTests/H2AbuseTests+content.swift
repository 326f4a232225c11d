// Is content that comes a few bytes at a time told from content that only costs?

import TestSupport
import Testing

/// CVE-2019-9511, CVE-2019-9518.
extension H2AbuseTests {
    /// One frame of content, again and again: a byte, a byte among padding, fifteen bytes.
    @Test(arguments: [
        "000001000000000001" + "61", "00000a000800000001" + "0861" + "0000000000000000",
        "00000f000000000001" + String(repeating: "61", count: 15),
    ])
    func `a flood of DATA of a few bytes`(hex: String) throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { window 1MiB; misbehaviour { tiny 100 } }")
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.request(1, "POST", "/never", end: false)
        try client.send(["do": "raw", "hex": hex, "repeat": 100, "times": 100])
        try expectCalm(gateway, client, "tiny_frame")
    }

    @Test func `a hundred thousand tiny messages at once are none`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin, more: "limits { window 1MiB }")
        let client = try gateway.connectH2()
        try client.request(1, "POST", "/never", end: false)
        // A message of two bytes behind gRPC's five.
        try client.send(["do": "raw", "hex": "000007000000000001" + "00000000026162", "repeat": 1_000, "times": 100])
        #expect(try client.isAlive())
        #expect(client.frames("GoAway").isEmpty)
        #expect(try client.get(3).status == 200)
    }

    @Test func `content of a few bytes does not pay for resets`() throws {
        let origin = try Origin(.byPath(Gate()))
        let gateway = try TestGateway(fronting: origin)
        let client = try gateway.connectH2(options: ["--quiet"])
        try client.request(1, "POST", "/never", end: false)
        for first in stride(from: 3, to: 2_003, by: 20) {
            try client.requests(from: first, 10, "GET", "/", then: "rst")
            try client.send(["do": "raw", "hex": "00000100000000000161", "repeat": 100])
        }
        try expectCalm(gateway, client, "reset")
    }
}
