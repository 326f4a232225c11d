// What does the command line say, and how does it end?

import Foundation
import TestSupport
import Testing

@Suite struct CommandTests {
    private static func check(_ text: String, _ options: String...) throws -> Command {
        let folder = try TemporaryDirectory()
        let file = try folder.write(text, to: "gateway.conf")
        return try Command(HeadgateBinary.path, ["check", "-c", file] + options)
    }

    private static let good = "listen 127.0.0.1:8080 { route /* to 127.0.0.1:8081 sample 10% }\nadmin 127.0.0.1:9990\n"

    @Test func `a good file is 0`() throws {
        let run = try Self.check(Self.good)
        #expect(run.exit == .code(0), "\(run)")
    }

    @Test func `faults are 1, all of them in one pass, each with its place, a caret and advice`() throws {
        let run = try Self.check(
            """
            lisen :80 { }
            listen 127.0.0.1:8080 {
                reotue /a to 127.0.0.1:1
                route /* to 127.0.0.1:8081 sample 0.1
            }
            """
        )
        #expect(run.exit == .code(1))
        let text = run.output + run.errors
        #expect(text.contains("gateway.conf:1:1"), "\(text)")
        #expect(text.contains("\"listen\""), "\(text)")
        #expect(text.contains("gateway.conf:3:5"), "\(text)")
        #expect(text.contains("\"route\""), "\(text)")
        #expect(text.contains("gateway.conf:4:39"), "\(text)")
        #expect(text.contains("^"), "\(text)")
    }

    @Test func `an unreachable route names both lines`() throws {
        let run = try Self.check(
            """
            listen 127.0.0.1:8080 {
                route /* to 127.0.0.1:8081
                route /a to 127.0.0.1:8081
            }
            """
        )
        #expect(run.exit == .code(1))
        let text = run.output + run.errors
        #expect(text.contains("gateway.conf:3:") && text.contains("line 2"), "\(text)")
    }

    @Test func `h2 is refused with a word about when it comes`() throws {
        let run = try Self.check("listen 127.0.0.1:1 { protocols h2 http/1.1  route /* to 127.0.0.1:2 }")
        #expect(run.exit == .code(1))
        #expect((run.output + run.errors).contains("h2"))
    }

    @Test func `a warning is 0, and 1 when strict`() throws {
        let text = Self.good + "overrides { trust 0.0.0.0/0 }\n"
        let mild = try Self.check(text)
        #expect(mild.exit == .code(0), "\(mild)")
        #expect((mild.output + mild.errors).contains("warning"))
        #expect(try Self.check(text, "--strict").exit == .code(1))
    }

    @Test func `a file that is not there is 2`() throws {
        #expect(try HeadgateBinary.run("check", "-c", "/does/not/exist.conf").exit == .code(2))
    }

    @Test func `faults can be had as JSON`() throws {
        struct Fault: Decodable {
            let line: Int
            let column: Int
            let severity: String
        }
        let run = try Self.check("lisen :80 { }\n", "--json")
        #expect(run.exit == .code(1))
        let faults = try JSONDecoder().decode([Fault].self, from: Data(run.output.utf8))
        #expect(faults.first?.line == 1)
        #expect(faults.first?.column == 1)
        #expect(faults.first?.severity == "error")
    }

    @Test func `minus t is another name for check`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write(Self.good, to: "gateway.conf")
        #expect(try HeadgateBinary.run("-t", "-c", file).exit == .code(0))
    }

    @Test func `a certificate that does not fit its key, or is not there, is a fault`() throws {
        let (one, two) = try (Certificate(for: ["a.test"]), Certificate(for: ["b.test"]))
        func listen(_ cert: String, _ key: String) -> String {
            "listen 127.0.0.1:8443 { tls { cert \(cert) \(key) }  route /* to 127.0.0.1:1 }"
        }
        #expect(try Self.check(listen(one.certificatePath, one.keyPath)).exit == .code(0))
        let mixed = try Self.check(listen(one.certificatePath, two.keyPath))
        #expect(mixed.exit == .code(1), "\(mixed)")
        let absent = try Self.check(listen("/does/not/exist.pem", one.keyPath))
        #expect(absent.exit == .code(1), "\(absent)")
        #expect((absent.output + absent.errors).contains("/does/not/exist.pem"))
    }

    @Test(arguments: ["ciphers AES128-SHA", "groups P-999", "ciphers TLS_NOTHING"])
    func `what libssl does not take is a fault of its listener, before anything starts`(line: String) throws {
        let certificate = try Certificate(for: ["a.test"])
        let tls = "tls { \(line)\n cert \(certificate.certificatePath) \(certificate.keyPath) }"
        let run = try Self.check(
            "listen 127.0.0.1:8443 { \(tls)\n respond 404 }\nlisten 127.0.0.1:8444 { \(tls)\n respond 404 }\n"
        )
        #expect(run.exit == .code(1), "\(run)")
        let text = run.output + run.errors
        #expect(text.contains("gateway.conf:1:1: error"), "\(text)")
        #expect(text.contains("gateway.conf:4:1: error"), "\(text)")
    }

    @Test func `a bad file stops the start with 1 and its faults`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write("lisen :80 { }\n", to: "gateway.conf")
        let run = try HeadgateBinary.run("run", "-c", file)
        #expect(run.exit == .code(1), "\(run)")
        #expect((run.output + run.errors).contains("gateway.conf:1:1"))
    }

    @Test func `a port in use stops the start and says which`() throws {
        let origin = try Origin()
        let folder = try TemporaryDirectory()
        let file = try folder.write(
            "admin off\nlisten \(origin.address) { route /* to 127.0.0.1:1 }",
            to: "gateway.conf"
        )
        let run = try HeadgateBinary.run("run", "-c", file)
        #expect(run.exit == .code(1), "\(run)")
        #expect((run.output + run.errors).contains(origin.address), "\(run)")
    }

    @Test func `an admin port in use stops the start and says which`() throws {
        let origin = try Origin()
        let folder = try TemporaryDirectory()
        let file = try folder.write(
            "admin \(origin.address)\nlisten 127.0.0.1:\(FreePorts.next()) { route /* to 127.0.0.1:1 }",
            to: "gateway.conf"
        )
        let run = try HeadgateBinary.run("run", "-c", file)
        #expect(run.exit == .code(1), "\(run)")
        #expect((run.output + run.errors).contains(origin.address), "\(run)")
    }

    @Test func `fmt keeps comments and settles after one round`() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write("listen   127.0.0.1:80{ # here\nroute /* to 127.0.0.1:1;\n}\n", to: "gateway.conf")
        #expect(try HeadgateBinary.run("fmt", "--write", "-c", file).exit == .code(0))
        let once = try String(contentsOfFile: file, encoding: .utf8)
        #expect(once.contains("# here"))
        #expect(!once.contains(";"))
        #expect(once.contains("    route /* to 127.0.0.1:1"))
        #expect(try HeadgateBinary.run("fmt", "--write", "-c", file).exit == .code(0))
        #expect(try String(contentsOfFile: file, encoding: .utf8) == once)
    }

    @Test func `version says one`() throws {
        let run = try HeadgateBinary.run("version")
        #expect(run.exit == .code(0))
        #expect(run.output.contains(/\d+\.\d+/))
    }

    @Test func `an unknown command is 64, as the help says`() throws {
        #expect(try HeadgateBinary.run("rnu").exit == .code(64))
        #expect(try HeadgateBinary.run("--help").output.contains("64"))
    }

    @Test func `routes asks a running gateway`() throws {
        let origin = try Origin()
        let gateway = try TestGateway(
            "trace { sample 1% }\nlisten @http { host shop.test { route /cart/* to \(origin.address) sample 50% } }"
        )
        let run = try HeadgateBinary.run("routes", "--admin", "127.0.0.1:\(gateway.port("admin"))")
        #expect(run.exit == .code(0), "\(run)")
        #expect(run.output.contains("shop.test") && run.output.contains("/cart/*") && run.output.contains("50%"))
    }

    @Test func `asking a gateway that is not there fails and says so`() throws {
        let address = "127.0.0.1:\(FreePorts.next())"
        let run = try HeadgateBinary.run("traces", "--admin", address)
        #expect(run.exit != .code(0))
        #expect((run.output + run.errors).contains(address), "\(run)")
    }
}
