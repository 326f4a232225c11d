// Does what the container files name exist?

import Foundation
import Testing

/// No container engine runs where the tests run, so the names are checked one by one.
@Suite struct ContainerTests {
    private static let dockerfile = "Docker/Dockerfile"
    private static let compose = "Docker/compose.yaml"
    private static let configuration = "Docker/gateway.conf"

    /// The instructions of the Dockerfile, continued lines joined, comments left out.
    private static func instructions() throws -> [(word: String, rest: String)] {
        try Project.text(of: dockerfile).replacing("\\\n", with: " ").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { line in
                let words = line.split(separator: " ", maxSplits: 1)
                return (String(words[0]), words.count > 1 ? String(words[1]) : "")
            }
    }

    private static func all(_ word: String) throws -> [String] {
        try instructions().filter { $0.word == word }.map(\.rest)
    }

    @Test func `everything that is copied into the image exists`() throws {
        for copy in try Self.all("COPY") where !copy.hasPrefix("--from=") {
            for path in copy.split(separator: " ").dropLast() {
                #expect(Project.exists(String(path)), "COPY \(path)")
            }
        }
    }

    @Test func `everything that is copied between stages was put there`() throws {
        let runs = try Self.all("RUN").joined(separator: "\n")
        for copy in try Self.all("COPY") {
            guard let match = copy.firstMatch(of: /--from=(\w+) (\S+)/) else { continue }
            #expect(try Self.all("FROM").contains { $0.hasSuffix(" AS \(match.1)") }, "\(copy)")
            #expect(runs.contains(String(match.2)), "\(copy)")
        }
    }

    @Test func `the product that is built is one of the package's`() throws {
        let products = try PackageText(Project.text(of: "Package.swift")).products
        let built = try Self.all("RUN").compactMap { $0.firstMatch(of: /--product (\S+)/).map { String($0.1) } }
        #expect(!built.isEmpty)
        #expect(Set(built).isSubset(of: products))
    }

    @Test func `the packages of the build are those of make deps`() throws {
        let build = try #require(try Self.all("RUN").first).split(separator: " ").map(String.init)
        #expect(try Self.packages("packages").isSubset(of: build))
        #expect(try Self.packages("test_packages").isDisjoint(with: build), "an image is built without tests")
    }

    /// The words of a list in the script that installs packages.
    private static func packages(_ list: String) throws -> Set<String> {
        let lines = try Project.text(of: ".ci/deps").matches(of: /(?m)^(\w+)=\(([^)]*)\)/)
        let words = try #require(lines.first { $0.1 == list }?.2.split(separator: " "), "no \(list) in .ci/deps")
        return Set(words.map(String.init))
    }

    @Test func `the Swift of the build is recent enough for the package`() throws {
        let tools = try #require(Project.text(of: "Package.swift").firstMatch(of: /swift-tools-version: *(\d+)\.(\d+)/))
        let image = try #require(Project.text(of: Self.dockerfile).firstMatch(of: /FROM swift:(\d+)\.(\d+)/))
        let (needed, given) = ((Int(tools.1)!, Int(tools.2)!), (Int(image.1)!, Int(image.2)!))
        #expect(given >= needed)
    }

    @Test func `the libraries that are linked are in the runtime image`() throws {
        let package = try Project.text(of: "Package.swift")
        let runtime = try #require(try Self.all("RUN").last)
        let names = ["ssl": "libssl3", "crypto": "libssl3", "z": "zlib1g", "nghttp2": "libnghttp2-14"]
        for match in package.matches(of: /\.linkedLibrary\("(\w+)"\)/) {
            let library = try #require(names[String(match.1)], "no Debian package is known for \(match.1)")
            #expect(runtime.contains(library), "\(library)")
        }
        #expect(runtime.contains("libsqlite3-0"), "GRDB needs SQLite")
        #expect(runtime.contains("libnghttp2-14"), "HTTP/2 needs nghttp2")
    }

    @Test func `the image runs as a user that it makes, and never as root`() throws {
        let user = try #require(try Self.all("USER").last)
        #expect(user != "root" && user != "0")
        #expect(try Self.all("RUN").contains { $0.contains("useradd") && $0.hasSuffix(" \(user)") })
    }

    @Test func `the command is one that headgate has`() throws {
        let command = try #require(try Self.all("CMD").last?.firstMatch(of: /\["(\w+)"/)).1
        let commands = try Self.commands()
        #expect(commands.contains(String(command)), "\(command) of \(commands)")
        let path = try #require(try Self.all("CMD").last?.firstMatch(of: /"-c", "([^"]+)"/)).1
        #expect(try Self.all("COPY").contains { $0.hasSuffix(" \(path)") })
    }

    /// The subcommands by their names in the code.
    private static func commands() throws -> Set<String> {
        let files = try Project.files(under: "Sources/headgate/Commands", ending: ".swift")
        return Set(files.flatMap { $0.text.matches(of: /commandName: "([\w-]+)"/).map { String($0.1) } })
    }

    @Test func `the ports of the image are those of its configuration`() throws {
        let exposed = try Set(Self.all("EXPOSE").flatMap { $0.split(separator: " ").map(String.init) })
        #expect(exposed == (try Self.configuredPorts()))
    }

    /// Those that can be reached from outside of the container.
    private static func configuredPorts() throws -> Set<String> {
        let lines = try Project.text(of: configuration).matches(of: /(?m)^(?:admin|listen) (\S*):(\d+)/)
        return Set(lines.filter { $0.1 != "127.0.0.1" }.map { String($0.2) })
    }

    @Test func `the health check asks the admin port for something that is there`() throws {
        let health = try #require(try Self.all("HEALTHCHECK").first)
        let port = try #require(health.firstMatch(of: /"(\d+)"/)).1
        let admin = try #require(Project.text(of: Self.configuration).firstMatch(of: /(?m)^admin \S*:(\d+)/)).1
        #expect(port == admin)
        let script = try Project.text(of: "Docker/ready")
        let path = try #require(script.firstMatch(of: /GET (\S+)/)).1
        let routes = try Project.files(under: "Sources/Admin", ending: ".swift").map(\.text).joined()
        #expect(routes.contains("\"\(path)\""))
        let scriptName = try #require(health.firstMatch(of: /CMD \["([\w-]+)"/)).1
        #expect(try Self.all("COPY").contains { $0.hasPrefix("Docker/ready ") && $0.hasSuffix("/\(scriptName)") })
    }

    // MARK: compose.yaml

    /// The names directly below `services:`.
    private static func services() throws -> Set<String> {
        let text = try Project.text(of: compose)
        let body = text.split(separator: "\nservices:\n", maxSplits: 1).last ?? ""
        return Set(body.matches(of: /(?m)^  ([\w-]+):$/).map { String($0.1) })
    }

    @Test func `compose builds from files that exist and mounts what exists`() throws {
        let text = try Project.text(of: Self.compose)
        let context = try #require(text.firstMatch(of: /context: (\S+)/)).1
        #expect(Project.exists("Docker/\(context)/Package.swift"))
        let file = try #require(text.firstMatch(of: /dockerfile: (\S+)/)).1
        #expect(Project.exists("Docker/\(context)/\(file)"))
        for mount in text.matches(of: /- (\.[^:\s]*):/) {
            #expect(Project.exists("Docker/\(mount.1)"), "\(mount.1)")
        }
    }

    @Test func `the hosts of the configuration are services of compose`() throws {
        let services = try Self.services()
        #expect(services.isSuperset(of: ["gateway", "zipkin", "hello", "world"]))
        let text = try Project.text(of: Self.configuration).replacing(/#.*/, with: "")
        let hosts = text.matches(of: /(?:http:\/\/| )([a-z][\w-]*):(\d+)/)
        #expect(!hosts.isEmpty)
        for host in hosts { #expect(services.contains(String(host.1)), "\(host.0)") }
    }

    @Test func `published ports are ports that somebody listens on`() throws {
        let text = try Project.text(of: Self.compose)
        let known = try Self.configuredPorts().union(["9411"])  // Zipkin's own
        for match in text.matches(of: /"(?:[\d.]+:)?\d+:(\d+)"/) {
            #expect(known.contains(String(match.1)), "\(match.0)")
        }
    }

    @Test func `the commands of compose are commands of headgate, with options that they have`() throws {
        let commands = try Self.commands()
        let code = try Project.files(under: "Sources/headgate", ending: ".swift").map(\.text).joined()
        for match in try Project.text(of: Self.compose).matches(of: /command: \["([\w-]+)"(.*)\]/) {
            #expect(commands.contains(String(match.1)), "\(match.0)")
            for option in match.2.matches(of: /"--(\w+)"/) {
                #expect(code.contains("var \(option.1)"), "--\(option.1)")
            }
        }
    }

    @Test func `what a service waits for is a service with a health check`() throws {
        let text = try Project.text(of: Self.compose)
        let services = try Self.services()
        for match in text.matches(of: /(?m)^      ([\w-]+):\n        condition:/) {
            #expect(services.contains(String(match.1)), "\(match.1)")
        }
    }
}
