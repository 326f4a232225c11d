// Is every dtab entry looked at, used or not?

import Testing

@testable import Config

@Suite struct DtabCheckTests {
    /// The findings as `line severity message`, for a file whose first line is `dtab {`.
    private func findings(_ entries: String, _ routes: String = "respond 404") -> [String] {
        load("dtab {\n\(entries)\n}\n" + withRoute(routes)).diagnostics.map {
            "\($0.line) \($0.severity.rawValue) \($0.message)"
        }
    }

    @Test(arguments: [
        ("/$/inet/127.0.0.1", "warning", "has no port"),
        ("/$/inet/h/99999", "error", "has the port 99999"),
        ("/$/inet/h/0", "error", "has the port 0"),
        ("/$/inet/99999", "error", "has the port 99999"),
        ("/$/inet/h/http", "error", "has no port: \"http\" is no number"),
        ("/$/io.buoyant.rinet/x/h", "error", "has no port: \"x\" is no number"),
        ("/$/io.buoyant.http.status/999", "error", "has the status 999"),
        ("/$/inte/h/1", "error", "is not known: nothing built in is called \"inte\", did you mean \"inet\"?"),
    ])
    func `an entry that can lead nowhere is found though no route uses it`(
        leaf: String,
        severity: String,
        message: String
    ) {
        #expect(findings("/svc/a => \(leaf)") == ["2 \(severity) \"\(leaf)\" \(message)"])
        #expect(findings("/svc/a => /$/inet/h/1 | (2 * \(leaf) & !)") == ["2 \(severity) \"\(leaf)\" \(message)"])
    }

    @Test(arguments: [
        "/$/inet", "/$/inet/8080", "/$/inet/h/1", "/$/inet/8080/9090", "/$/inet/h/1/x", "/$/nil", "/$/fail", "!", "~",
        "$", "/$/io.buoyant.rinet", "/$/io.buoyant.rinet/80", "/$/io.buoyant.rinet/80/h", "/$/io.buoyant.hostportPfx/p",
        "/$/io.buoyant.http.status", "/$/io.buoyant.http.status/503", "/other/name",
    ])
    func `an entry to which names bring the rest is fine`(leaf: String) {
        #expect(findings("/svc/a => \(leaf)") == [])
    }

    @Test func `a host whose port comes with the name is fine`() {
        #expect(findings("/svc => /$/inet/127.0.0.1", "route /* to /svc/81") == [])
    }

    @Test func `what another entry says of a built-in name counts`() {
        #expect(findings("/$/mine => /$/inet/h/1\n/svc => /$/mine", "route /* to /svc") == [])
    }

    @Test(arguments: [
        ("/svc/c => /svc/c", "2 warning \"/svc/c\" leads back to itself"),
        ("/svc => /svc/x", "2 warning \"/svc\" leads back to itself"),
        ("/a/* => /a/b", "2 warning \"/a/*\" leads back to itself"),
        ("/x => /y\n/z => /x\n/y => /x", "2 warning \"/x\" leads back to itself by way of line 4"),
        ("/a => /svc/c\n/svc/c => ~ | /svc/c", "3 warning \"/svc/c\" leads back to itself"),
    ])
    func `a circle is said once though no route uses it`(entries: String, message: String) {
        #expect(findings(entries) == [message])
    }

    @Test func `entries that only look like a circle are fine`() {
        #expect(findings("/svc => /svc/c\n/svc/c => /$/inet/h/1") == [])
        #expect(findings("/svc/web => /srv/web\n/svc => /$/inet/h/1") == [])
    }

    @Test func `a route that uses a faulty entry points at it`() {
        #expect(
            findings("/svc/a => /srv\n/srv => /$/inet/127.0.0.1", "route /* to /svc/a") == [
                "3 error \"/$/inet/127.0.0.1\" has no port",
                "6 error \"/svc/a\" leads to \"/$/inet/127.0.0.1\", which has no port",
            ]
        )
        let hints = load("dtab { /svc => /$/inet }\n" + withRoute("route /* to /svc/h/99999")).diagnostics.map(\.hint)
        #expect(hints == ["Ports are 1 to 65535.", "The dtab says so in line 1."])
    }

    @Test func `a route in a circle points at the circle`() {
        #expect(
            findings("/svc/c => /svc/c", "route /* to /svc/c") == [
                "2 error \"/svc/c\" leads back to itself", "5 error \"/svc/c\" goes in a circle in the dtab",
            ]
        )
    }

    @Test func `a fault of the shape hides no other`() {
        let entries = "/svc/a /b\n/svc/b => /$/inet/h/99999\n/svc/c => /svc/c"
        let routes = "route /a to /svc/a\nroute /b to /svc/b\nroute /c to /svc/c\nroute /d to /svc/d"
        #expect(
            load("dtab {\n\(entries)\n}\n" + withRoute(routes)).diagnostics.map { "\($0.line) \($0.code.rawValue)" }
                == [
                    "2 bad-dtab", "3 bad-dtab", "4 bad-dtab", "8 unbound-name", "9 unbound-name", "10 unbound-name",
                ]
        )
    }

    @Test(arguments: [
        "/svc/a => /b |\n/svc/d => /$/inet/h/1", "/svc/d => /b /c", "/svc/x => /y /svc/d => /z", "/svc/@ => /b",
        "/svc/d = /b", "# note\n/q => /r\n/svc/d /x", "/q => /r; /svc => (/x; /y => /z", "95 * /svc/d => /b",
    ])
    func `nothing is said of names that an unreadable entry may bind`(entries: String) {
        #expect(!findings(entries, "route /d to /svc/d").contains { $0.contains("bound to nothing") })
    }
}
