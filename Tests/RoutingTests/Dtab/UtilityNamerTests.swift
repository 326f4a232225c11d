// Do the built-in names below /$ mean what they mean in Linkerd?

import Routing
import Testing

@Suite struct UtilityNamerTests {
    @Test(arguments: [
        ("anyMethod/GET/foo/bar", "/foo/bar"), ("anyMethod/GET", "/"), ("anyMethodPfx/p/PUT/x", "/p/x"),
        ("anyHost/a.b:80/x", "/x"), ("anyHostPfx/p/a_b/x", "/p/x"), ("subdomainOf/a.b/x.y.a.b/z", "/x.y/z"),
        ("subdomainOf/a.b/x.a.b:80/z", "/x/z"), ("subdomainOfPfx/a.b/p/x.a.b", "/p/x"),
        ("domainToPath/a.b.c/x", "/c/b/a/x"), ("domainToPath/a.b.c.", "/c/b/a"),
        ("domainToPathPfx/p/a.b:1", "/p/b:1/a"),
    ])
    func `an HTTP-like name is rewritten`(name: String, expected: String) throws {
        let path = try DtabPath(parsing: "/$/io.buoyant.http." + name)
        #expect(try UtilityNamer.lookup(path) == .delegate(DtabPath(parsing: expected)))
    }

    @Test(arguments: [
        "http.anyMethod/get/x", "http.anyMethod", "http.anyMethodPfx/p", "http.anyHost/a%b", "http.subdomainOf/a.b/a.b",
        "http.subdomainOf/a.b/xa.b", "http.subdomainOf/a.b", "http.subdomainOfPfx/a.b/p", "hostportPfx/p/host/x",
        "hostportPfx/p/a:b:c", "hostportPfx/p/a:B", "hostportPfx/p/a:-b", "porthostPfx/p", "rinet/80", "http.status/99",
        "http.status/600", "http.status/x", "http.status",
    ])
    func `a name of the wrong shape is negative`(name: String) throws {
        #expect(try UtilityNamer.lookup(DtabPath(parsing: "/$/io.buoyant." + name)) == .negative)
    }

    @Test(arguments: [
        ("hostportPfx/p/127.1:8080/x", "/p/127.1/8080/x"), ("hostportPfx/p/a:http", "/p/a/http"),
        ("hostportPfx/p/a:80:", "/p/a/80"), ("porthostPfx/p/a:80/x", "/p/80/a/x"),
    ])
    func `a host with its port is split`(name: String, expected: String) throws {
        let path = try DtabPath(parsing: "/$/io.buoyant." + name)
        #expect(try UtilityNamer.lookup(path) == .delegate(DtabPath(parsing: expected)))
    }

    @Test(
        arguments: [
            ("/$/inet/8080/9090/x", "8080", 9090, "/x"), ("/$/inet/8080/x/y", "localhost", 8080, "/x/y"),
            ("/$/fixedinet/h/1", "h", 1, "/"), ("/$/io.buoyant.rinet/12345/localhost/r", "localhost", 12345, "/r"),
        ] as [(String, String, UInt16, String)]
    )
    func `an address is bound with the rest of the name`(name: String, host: String, port: UInt16, rest: String) throws
    {
        let answer = try UtilityNamer.lookup(DtabPath(parsing: name))
        guard case .bound(let leaf) = answer else {
            Issue.record("\(name) is not bound")
            return
        }
        #expect(leaf.host == host)
        #expect(leaf.port == port)
        #expect(leaf.residual.description == rest)
        #expect(leaf.id + leaf.residual == (try DtabPath(parsing: name)))
    }

    @Test func `a status is a service of its own`() throws {
        let answer = try UtilityNamer.lookup(DtabPath(parsing: "/$/io.buoyant.http.status/404/x"))
        let id = try DtabPath(parsing: "/$/io.buoyant.http.status/404")
        #expect(answer == .bound(BoundLeaf(id: id, residual: DtabPath(["x"]), target: .status(404))))
    }

    @Test(arguments: ["/", "/$", "/svc/x", "/#/io.l5d.fs"])
    func `other names are nobody's here`(name: String) throws {
        #expect(try UtilityNamer.lookup(DtabPath(parsing: name)) == nil)
    }
}
