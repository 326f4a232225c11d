// Does one fault leave the others to be found?

import Testing

@testable import Config

@Suite struct OnePassTests {
    @Test(arguments: ["host a.example", "host a.example:80", "host a..b"])
    func `a broken host block hides no faults of routes`(host: String) {
        let text = """
            listen :80 {
                host a.example { route /* to 127.0.0.1:1 }
                \(host) {
                    route /x/* to /svc/nowhere
                    route /x/y to 127.0.0.1:1
                }
                host b.example {
                    route /* to 127.0.0.1:1
                    route /y to 127.0.0.1:1
                }
            }
            """
        let found = load(text).diagnostics.map { "\($0.line) \($0.code.rawValue)" }
        #expect(found.count == 4)
        #expect(found.first?.hasPrefix("3 ") == true)
        #expect(found.dropFirst() == ["4 unbound-name", "5 unreachable-route", "9 unreachable-route"])
    }

    @Test func `a listener without a good address hides no faults of its routes`() {
        let text = """
            listen nonsense {
                route /x/* to /svc/nowhere
                route /x/y to 127.0.0.1:1
            }
            listen {
                route /* to 127.0.0.1:1
                route /y to 127.0.0.1:1
            }
            """
        #expect(
            load(text).diagnostics.map { "\($0.line) \($0.code.rawValue)" } == [
                "1 bad-address", "2 unbound-name", "3 unreachable-route", "5 missing-value", "7 unreachable-route",
            ]
        )
    }

    @Test func `a brace that is missing hides nothing of what follows`() {
        let text = """
            listen :80 {
                host a.example {
                    route /* to /svc/a
                host b.example {
                    route /* to /svc/b
                    route /y to /svc/a
                }
            }
            listen :81 { route /* to /svc/b }
            dtab { /svc/a => /$/inet/h/1 }
            """
        #expect(
            load(text).diagnostics.map { "\($0.line) \($0.code.rawValue)" } == [
                "1 unclosed-block", "4 misplaced-directive", "5 unbound-name", "6 unreachable-route",
                "9 misplaced-directive", "9 unbound-name", "10 misplaced-directive",
            ]
        )
    }
}
