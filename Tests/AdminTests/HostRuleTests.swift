// Can a web page read the window by giving it a name?

import Connection
import HTTP
import Testing
import Wire

@testable import Admin

@Suite struct HostRuleTests {
    private let loopback = HostRule(listening: SocketAddress("127.0.0.1:9990")!, names: ["gateway.internal"])

    @Test(arguments: [
        ("localhost", true), ("localhost:9990", true), ("LOCALHOST", true), ("127.0.0.1:9990", true),
        ("10.0.0.1", true),
        ("[::1]:9990", true), ("gateway.internal", true), ("Gateway.Internal:80", true), ("", true),
        ("evil.example", false), ("evil.example:9990", false), ("localhost.evil.example", false),
        ("127.0.0.1.evil.example", false), ("a@localhost", false), ("localhost:99999999", false),
    ])
    func `on loopback only addresses and known names may read`(host: String, isAdmitted: Bool) {
        let request = LocalRequest(path: "/api/v2/traces", headers: [("Host", host)])
        #expect((loopback.refusal(of: request) == nil) == isAdmitted)
        #expect(loopback.refusal(of: request).map { $0.status == .misdirectedRequest } ?? true)
    }

    @Test func `probes and senders are asked for nothing`() {
        let headers = [("Host", "evil.example")] as [LocalRequest.Pair]
        #expect(loopback.refusal(of: LocalRequest(path: "/ready", headers: headers)) == nil)
        #expect(loopback.refusal(of: LocalRequest(method: .post, path: "/api/v2/spans", headers: headers)) == nil)
        #expect(loopback.refusal(of: LocalRequest(method: .head, path: "/config", headers: headers)) != nil)
    }

    @Test(arguments: [
        ("http://localhost:9990", "localhost:9990", true), ("HTTP://LOCALHOST:9990", "localhost:9990", true),
        ("https://gateway.internal", "gateway.internal", true), ("http://127.0.0.1:9990", "127.0.0.1:9990", true),
        ("http://evil.example", "localhost:9990", false), ("http://localhost:8080", "localhost:9990", false),
        ("null", "localhost:9990", false), ("", "localhost:9990", false), ("http://", "", false),
        ("http://evil.example:9990", "evil.example:9990", false),
    ])
    func `pages of other origins may not send`(origin: String, host: String, isAdmitted: Bool) {
        let headers = [("Host", host), ("Origin", origin)] as [LocalRequest.Pair]
        let refusal = loopback.refusal(of: LocalRequest(method: .post, path: "/api/v2/spans", headers: headers))
        #expect(isAdmitted ? refusal == nil : refusal?.status == .forbidden)
    }

    @Test func `a listener that others can reach takes nothing from other pages either`() {
        let rule = HostRule(listening: SocketAddress("0.0.0.0:9990")!)
        let headers = [("Host", "gate.example"), ("Origin", "http://evil.example")] as [LocalRequest.Pair]
        #expect(rule.refusal(of: LocalRequest(method: .post, headers: headers))?.status == .forbidden)
        #expect(rule.refusal(of: LocalRequest(method: .post, headers: [headers[0]])) == nil)
    }

    @Test(arguments: ["0.0.0.0:9990", "192.0.2.1:80", "unix:/run/headgate.sock"])
    func `a listener that others can reach does not look at names`(address: String) {
        let rule = HostRule(listening: SocketAddress(address)!)
        #expect(rule.refusal(of: LocalRequest(path: "/config", headers: [("Host", "any.example")])) == nil)
    }
}
