// Does the hot path get what the file says?

import Bytes
import Config
import HTTP
import Routing
import Telemetry
import TestSupport
import Testing
import Time
import Wire

@testable import Proxy

@Suite struct PlanTests {
    @Test func `a route leads to its cluster with the policy of its place`() throws {
        let plan = try plan(
            """
            listen 127.0.0.1:8080 {
                limits { body 5KiB
                         body-rate 7B/s
                         keep-alive 9s }
                route /a/* to 127.0.0.1:81 127.0.0.1:82 timeout 3s
                route /b respond 418 tea
            }
            """
        )
        let route = plan.routes[0]
        guard case .forward(let first, 1) = route.action, case .cluster(let k) = plan.targets[first].destination else {
            Issue.record("the route does not lead to one cluster")
            return
        }
        #expect(plan.clusters[k].addresses.map(\.description) == ["127.0.0.1:81", "127.0.0.1:82"])
        #expect(String(plan.addressText(k, 1)) == "127.0.0.1:82")
        #expect(route.timeout == 3_000_000_000)
        #expect(route.firstByte == 3_000_000_000, "it shrinks with the timeout")
        #expect(route.bodyLimit == 5 << 10)
        #expect(route.bodyWindowBytes == 70)
        #expect(plan.listeners[0].keepAlive == 9_000_000_000)
        guard case .answer(let answer) = plan.routes[1].action else {
            Issue.record("the route answers nothing")
            return
        }
        #expect(plan.answers[answer].status.rawValue == 418)
        #expect(String(decoding: plan.answers[answer].text, as: UTF8.self) == "tea")
    }

    @Test func `every listener has a route for what fits none`() throws {
        let plan = try plan(
            """
            listen 127.0.0.1:8080 { route /a to 127.0.0.1:81 }
            listen 127.0.0.1:8081 { route /b to 127.0.0.1:81 }
            """
        )
        #expect(plan.routes.count == 4)
        #expect(plan.listeners.map(\.unrouted) == [2, 3])
        for index in [2, 3] {
            guard case .nothing = plan.routes[index].action else { Issue.record("\(index)"); continue }
        }
        #expect(plan.metrics.routes.count == 4)
    }

    @Test func `routes to one destination share its cluster`() throws {
        let plan = try plan(
            """
            listen 127.0.0.1:8080 {
                route /a to 127.0.0.1:81
                route /b to 127.0.0.1:81
                route /c to 127.0.0.1:82
            }
            """
        )
        #expect(plan.clusters.count == 2)
        #expect(plan.targets.count == 3)
    }

    @Test func `the shares of a name are drawn by their weights`() throws {
        let plan = try plan(
            """
            dtab { /svc/a => 3 * /$/inet/127.0.0.1/81 & 1 * /$/inet/127.0.0.1/82 }
            listen 127.0.0.1:8080 { route /a to /svc/a }
            """
        )
        guard case .forward(let first, let count) = plan.routes[0].action else {
            Issue.record("the name leads nowhere")
            return
        }
        #expect(count == 2)
        #expect(plan.targets[first].ceiling == 3 << 30)
        #expect(plan.targets[first + 1].ceiling == 1 << 32)
        #expect(String(plan.destinationText(0)) == "/svc/a")
        #expect(String(plan.remoteServiceText(0)) == "a")
    }

    @Test func `a name that leads nowhere is an error that names its route`() throws {
        var config = try #require(
            ConfigFile.load(
                text: "dtab { /svc/a => /$/inet/127.0.0.1/81 }\nlisten 127.0.0.1:8080 { route /a to /svc/a }"
            ).config
        )
        // The checks of the file find this first; a namer that is gone when the plan is made is what is left.
        config.dtab = Dtab()
        #expect {
            _ = try Plan.compile(config) { (_, _) throws(SystemError) in [] }
        } throws: { error in
            guard case .unbound(_, "/svc/a", _)? = error as? PlanError else { return false }
            return "\(error)".contains("/svc/a")
        }
    }

    @Test func `a host name is looked up, and one that does not resolve is a warning`() throws {
        let plan = try plan(
            "listen 127.0.0.1:8080 {\n route /a to somewhere:81\n route /b to nowhere:82\n}"
        )
        #expect(plan.clusters[0].addresses.map(\.description) == ["192.0.2.1:81"])
        #expect(plan.clusters[1].addresses.isEmpty)
        #expect(plan.warnings.count == 1 && plan.warnings[0].contains("nowhere"))
    }

    @Test func `an https address is spoken to in TLS under its own name`() throws {
        let plan = try plan("listen 127.0.0.1:8080 { route /a to https://somewhere:444 }")
        #expect(plan.clusters[0].tls != nil)
        #expect(plan.clusters[0].serverName == "somewhere")
    }

    @Test func `a certificate that cannot be used stops the start and says whose`() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write("no certificate", to: "broken.pem")
        do {
            _ = try plan("listen 127.0.0.1:8443 { tls { cert a \(path) \(path) }\n route /a to 127.0.0.1:81 }")
            Issue.record("a broken certificate was taken")
        } catch let error as PlanError {
            guard case .tls(let listener, _) = error else { Issue.record(error); return }
            #expect(listener == "127.0.0.1:8443")
            #expect("\(error)".contains("broken.pem"))
        }
    }

    @Test func `a listener has as many seats as its limit says, whoever takes them`() throws {
        let plan = try plan("listen 127.0.0.1:8080 { limits { connections 2 }\n route /a to 127.0.0.1:81 }")
        let seats = plan.parts[0].seats
        #expect(seats.take() && seats.take())
        #expect(!seats.take())
        seats.leave()
        #expect(seats.take())
    }
}
