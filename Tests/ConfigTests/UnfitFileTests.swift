// Is what is no configuration told apart, and kept to itself?

import FoundationEssentials
import Glibc
import Testing

@testable import Config

@Suite struct UnfitFileTests {
    private func load(_ bytes: [UInt8]) -> ConfigOutcome {
        var source = ConfigSource.nothing
        source.readFile = { _ in .success(bytes) }
        return ConfigFile.load(path: "some.file", source: source)
    }

    @Test(arguments: [
        Array("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n".utf8),
        Array("Bag Attributes\n  x: y\n\t-----BEGIN CERTIFICATE-----\r\nc2VjcmV0\r\n".utf8),
        Array("c2VjcmV0\n-----END EC PRIVATE KEY-----\n".utf8),
        [0x7F] + Array("ELF".utf8) + [0, 1, 0xFF], Array("secret\0".utf8), [0, 0, 0],
    ])
    func `a key or a binary is named once and not shown`(bytes: [UInt8]) {
        let outcome = load(bytes)
        let text = DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics)
        #expect(!outcome.isReadable)
        #expect(outcome.diagnostics.map(\.code) == [.notText])
        #expect(text.hasPrefix("some.file: error: some.file does not look like a gateway.conf"), "\(text)")
        #expect(!text.contains("secret") && !text.contains("c2Vj") && !text.contains("BEGIN"), "\(text)")
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test func `an included key is not shown either, nor is one laid out`() {
        let key = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n"
        let outcome = ConfigTests.load("include k.pem\n" + withRoute("respond 404"), files: ["k.pem": key])
        #expect(outcome.diagnostics.map(\.code) == [.notText])
        #expect(outcome.files.map(\.name) == ["gateway.conf"])
        for unfit in [key, "\0"] {
            let (text, diagnostics) = ConfigFormatter.format(SourceFile(name: "k.pem", text: unfit))
            #expect(text == nil && diagnostics.map(\.code) == [.notText])
        }
    }

    @Test func `a file that is not there has no line`() {
        let outcome = ConfigFile.load(path: "/does/not/exist.conf")
        let text = DiagnosticPrinter(files: outcome.files).text(outcome.diagnostics)
        #expect(
            text == "/does/not/exist.conf: error: /does/not/exist.conf cannot be read: there is no such file\n"
        )
    }

    @Test func `devices, pipes and directories are not read`() throws {
        let pipe = FileManager.default.temporaryDirectory.path + "/headgate-\(getpid()).pipe"
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        defer { unsafe unlink(pipe) }
        for (path, reason) in [("/dev/zero", "not a regular file"), (pipe, "not a regular file"), ("/", "a directory")]
        {
            let outcome = ConfigFile.load(path: path)
            #expect(!outcome.isReadable)
            #expect(outcome.diagnostics.count == 1)
            #expect(outcome.diagnostics.first?.message == "\(path) cannot be read: it is \(reason)")
        }
    }
}
