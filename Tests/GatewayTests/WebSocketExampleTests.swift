// Does the page about WebSocket tell the truth?

import Foundation
import TestSupport
import Testing

@Suite struct WebSocketExampleTests {
    /// The fenced blocks of docs/WEBSOCKET.md, without their info strings.
    private static var blocks: [String] {
        get throws {
            var root = URL(filePath: #filePath).resolvingSymlinksInPath()
            for _ in 0..<3 { root.deleteLastPathComponent() }
            let text = try String(contentsOf: root.appending(path: "docs/WEBSOCKET.md"), encoding: .utf8)
            let parts = text.components(separatedBy: "```")
            return stride(from: 1, to: parts.count, by: 2).map { index in
                String(parts[index].drop { $0 != "\n" }.dropFirst())
            }
        }
    }

    @Test func `the example does what the page says`() throws {
        let blocks = try Self.blocks
        try #require(blocks.count == 5)
        let upstream = FreePorts.next()
        func here(_ text: String, _ gateway: String) -> String {
            text.replacing("9001", with: "\(upstream)").replacing("127.0.0.1:8090", with: gateway)
        }
        let server = try ChildProcess("/usr/bin/python3", ["-c", here(blocks[1], "")], errors: .discarded)
        defer { server.kill() }
        try eventually("the server to listen") { (try? TestClient(port: upstream)) != nil }
        let gateway = try TestGateway(here(blocks[0], "@http"))

        let client = try Command("/usr/bin/python3", ["-c", here(blocks[2], "127.0.0.1:\(gateway.port())")])

        #expect(client.output == blocks[3], "\(client)")
        let shown = blocks[4].split(separator: "\n")
        try gateway.metrics("the page's numbers") { metrics in
            metrics.description.split(separator: "\n").filter { $0.hasPrefix("headgate_tunnels") } == shown
        }
    }
}
