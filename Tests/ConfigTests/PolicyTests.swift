// Which policy holds for which name?

import Testing

@testable import Config

@Suite struct PolicyTests {
    private let text = """
        dtab { /svc => /$/inet/127.0.0.1/81 }
        service * { idle 1m }
        service /svc/* { timeout 8s; retries 2 }
        service /svc/web { timeout 3s }
        cluster * { pool 10 }
        cluster 10.0.0.5:443 { connect-timeout 250ms; tls { server-name app.internal } }
        cluster /$/inet/{host}/81 { queue 5; protocol http/1.1 }
        listen :80 {
            route /web to /svc/web
            route /own to /svc/web timeout 30s retries 0
            route /direct to 10.0.0.5:443
        }
        """

    @Test func `all services that match apply, the later winning field by field`() throws {
        let config = try config(text)
        #expect(
            config.servicePolicy(for: "/svc/web")
                == ServicePolicy(timeout: .seconds(3), firstByte: .seconds(3), idle: .seconds(60), retries: 2)
        )
        #expect(
            config.servicePolicy(for: "/svc/api/v2")
                == ServicePolicy(timeout: .seconds(8), firstByte: .seconds(8), idle: .seconds(60), retries: 2)
        )
        #expect(config.servicePolicy(for: nil) == ServicePolicy(idle: .seconds(60)))
    }

    @Test func `a route's own settings win over its service's`() throws {
        let config = try config(text)
        let policies = config.routes.map { config.servicePolicy(for: $0) }
        #expect(policies.map(\.timeout) == [.seconds(3), .seconds(30), .seconds(15)])
        #expect(policies.map(\.retries) == [2, 0, 1])
    }

    @Test(arguments: ["10.0.0.5:443", "https://10.0.0.5:443", "/$/inet/10.0.0.5/443", "/$/inet/10.0.0.5/443/rest"])
    func `a cluster block holds for every spelling of its address`(name: String) throws {
        let policy = try config(text).clusterPolicy(for: name)
        #expect(policy.connectTimeout == .milliseconds(250))
        #expect(policy.pool == 10)
        #expect(policy.tls?.serverName == "app.internal")
    }

    @Test func `a capture takes one segment`() throws {
        let config = try config(text)
        #expect(config.clusterPolicy(for: "/$/inet/127.0.0.1/81").queue == 5)
        #expect(config.clusterPolicy(for: "127.0.0.1:81").httpProtocol == .http11)
        #expect(config.clusterPolicy(for: "/$/inet/127.0.0.1/82").queue == 1024)
    }

    @Test func `https brings TLS with verification`() throws {
        let config = try config(withRoute("route /* to https://a.example"))
        guard case .to(.addresses(let addresses)) = config.routes[0].action else { return }
        #expect(config.clusterPolicy(for: addresses[0]).tls == UpstreamTLSConfig())
        #expect(config.clusterPolicy(for: "a.example:80").tls == nil)
    }

    @Test(arguments: [
        ("*", "/svc/a", true), ("/svc/*", "/svc/a/b", true), ("/svc/*", "/svc", false), ("/svc/*", "/svcs/a", false),
        ("/svc/{x}/y", "/svc/a/y", true), ("/svc/{x}/y", "/svc/a/z", false), ("/svc/{a}-{b}", "/svc/x-y", true),
        ("/svc/{a}-{b}", "/svc/x", false), ("a:1", "a:1", true),
        ("a:1", "a:11", false),
        ("/", "/svc", true),
    ])
    func `a pattern covers whole segments from the beginning`(pattern: String, name: String, covers: Bool) {
        #expect(NamePattern(pattern).matches(name: name) == covers)
    }
}
