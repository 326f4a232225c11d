// Are names bound as the table says, and is every step written down?

import Routing
import Testing

@Suite struct DelegationTests {
    private func bind(_ dtab: String, _ name: String) throws -> Binding {
        try Delegation(dtab: Dtab(parsing: dtab)).binding(of: DtabPath(parsing: name))
    }

    @Test func `a name is rewritten until it is an address`() throws {
        let binding = try bind("/http => /svc ; /svc => /$/inet/127.0.0.1/8081", "/http/users/eu")
        let leaf = try #require(binding.clusters.first?.leaf)
        #expect(leaf.host == "127.0.0.1")
        #expect(leaf.port == 8081)
        #expect(leaf.id.description == "/$/inet/127.0.0.1/8081")
        #expect(leaf.residual.description == "/users/eu")
        #expect(binding.clusters.map(\.weight) == [1])
    }

    @Test func `an address without a host is this machine`() throws {
        let leaf = try #require(try bind("/svc => /$/inet/8081", "/svc").clusters.first?.leaf)
        #expect(leaf.host == "localhost")
        #expect(leaf.port == 8081)
    }

    @Test func `weights become shares, and shares of nested unions multiply`() throws {
        let binding = try bind("/svc => 3 * /$/inet/a/1 & (/$/inet/b/2 & 3 * /$/inet/c/3)", "/svc")
        #expect(binding.clusters.map(\.leaf.host) == ["a", "b", "c"])
        #expect(binding.clusters.map(\.weight) == [0.75, 0.0625, 0.1875])
        #expect(binding.emptyShare == 0)
    }

    @Test func `a union of nothing but zero weights is shared evenly`() throws {
        #expect(try bind("/svc => 0 * /$/inet/a/1 & 0 * /$/inet/b/2", "/svc").clusters.map(\.weight) == [0.5, 0.5])
    }

    @Test func `one address that occurs twice is one cluster with both shares`() throws {
        let binding = try bind("/svc => /$/inet/a/1 & 2 * /$/inet/b/2 & /$/inet/a/1", "/svc")
        #expect(binding.clusters.map(\.leaf.host) == ["a", "b"])
        #expect(binding.clusters.map(\.weight) == [0.5, 0.5])
    }

    @Test func `an empty member of a union keeps its share, for which there is nobody`() throws {
        let binding = try bind("/svc => 3 * /$/inet/a/1 & $", "/svc")
        #expect(binding.clusters.map(\.weight) == [0.75])
        #expect(binding.emptyShare == 0.25)
    }

    @Test func `negative and failing members of a union drop out`() throws {
        let binding = try bind("/svc => 1 * /nowhere & 1 * ! & 8 * /$/inet/a/1", "/svc")
        #expect(binding.clusters.map(\.weight) == [1])
    }

    @Test(arguments: [
        ("/svc => /nowhere | /$/inet/a/1", "/svc", "a"),
        ("/svc => (! & !) | /$/inet/a/1", "/svc", "a"),
        ("/svc => /$/inet/a/1 ; /svc => /$/inet/b/2", "/svc", "b"),
        ("/svc => /$/inet/a/1 ; /svc => ~", "/svc", "a"),
        ("/$/inet/a => /$/inet/b", "/$/inet/a/1", "b"),
    ])
    func `the first alternative that is not negative is taken`(dtab: String, name: String, host: String) throws {
        #expect(try bind(dtab, name).clusters.first?.leaf.host == host)
    }

    @Test func `a name that cannot be bound says why`() throws {
        let name = try DtabPath(parsing: "/svc")
        let namer = try DtabPath(parsing: "/#/io.l5d.fs/web")
        let rows: [(String, DelegationError)] = [
            ("", .negative(name: name)),
            ("/svc => !", .failed(name: name)),
            ("/svc => ! | /$/inet/a/1", .failed(name: name)),
            ("/svc => $ | /$/inet/a/1", .empty(name: name)),
            ("/svc => /$/nil", .empty(name: name)),
            ("/svc => $ & $", .empty(name: name)),
            ("/svc => /svc", .tooDeep(name: name)),
            ("/svc => /#/io.l5d.fs/web", .unsupportedNamer(namer)),
            ("/svc => /#/io.l5d.fs/web & /$/inet/a/1", .unsupportedNamer(namer)),
            ("/svc => /$/inet", .unknownUtility(try DtabPath(parsing: "/$/inet"))),
            ("/svc => /$/no.such.Namer/x", .unknownUtility(try DtabPath(parsing: "/$/no.such.Namer/x"))),
            ("/svc => /$/inet/a/65536", .badAddress(try DtabPath(parsing: "/$/inet/a/65536"))),
        ]
        for (dtab, expected) in rows {
            let error = #expect(throws: DelegationError.self, "\(dtab)") { try bind(dtab, "/svc") }
            #expect(error == expected, "\(dtab)")
        }
    }

    @Test func `entries that multiply each other end in an error and not in time`() {
        let error = #expect(throws: DelegationError.self) { try bind("/a => /a/x & /a/y", "/a") }
        #expect(error == .tooManySteps)
    }

    @Test func `deeply nested trees that lead to themselves do not exhaust the stack`() {
        let levels = DtabParser.maximumNesting - 1
        let rows: [(String, DelegationError)] = [
            ("~ |", .tooDeep(name: DtabPath(["a"]))), ("! &", .negative(name: DtabPath(["a"]))),
        ]
        for (mark, expected) in rows {
            let tree = String(repeating: "\(mark) (", count: levels) + "/a" + String(repeating: ")", count: levels)
            #expect(throws: expected) { try bind("/a => \(tree)", "/a") }
        }
    }

    @Test func `a broken member of a union drops out but is written down`() throws {
        var trail = DelegationTrail()
        let dtab = try Dtab(parsing: "/svc => /$/inet/a/1 & /loop ; /loop => /loop")
        let binding = try Delegation(dtab: dtab).binding(of: DtabPath(["svc"]), trail: &trail)
        #expect(binding.clusters.count == 1)
        #expect(trail.faults == [.tooDeep(name: DtabPath(["loop"]))])
    }

    @Test func `the trail has every look-up with its depth and its entries`() throws {
        var trail = DelegationTrail()
        let dtab = try Dtab(parsing: "/svc => /host ; /host => /nowhere | /$/inet/a/1 ; /svc => /host/x")
        _ = try Delegation(dtab: dtab).binding(of: DtabPath(["svc"]), trail: &trail)
        #expect(trail.steps.map(\.depth) == [0, 1, 2, 2])
        #expect(trail.steps[0].outcome == .rewritten(try NameTree(parsing: "/host/x | /host"), entries: [2, 0]))
        #expect(
            trail.description == """
                /svc -> /host/x | /host
                  /host/x -> /nowhere/x | /$/inet/a/1/x
                    /nowhere/x -> ~
                    /$/inet/a/1/x -> bound, residual /x
                """
        )
    }

    @Test func `later namers are asked first, and a negative answer falls to the next`() throws {
        struct Fixed: Namer {
            let prefix = DtabPath(["#", "fixed"])
            let answer: NamerAnswer
            func lookup(_ rest: DtabPath) -> NamerAnswer { answer }
        }
        let here = try DtabPath(parsing: "/$/inet/a/1")
        let there = try DtabPath(parsing: "/$/inet/b/2")
        let name = try DtabPath(parsing: "/#/fixed/x")
        let rows: [([NamerAnswer], String)] = [
            ([.delegate(here), .delegate(there)], "b"), ([.delegate(here), .negative], "a"),
        ]
        for (answers, host) in rows {
            let delegation = Delegation(dtab: Dtab(), namers: answers.map { Fixed(answer: $0) })
            #expect(try delegation.binding(of: name).clusters.first?.leaf.host == host)
        }
    }
}
