// Is every file of vectors either run or known to wait?

import Foundation
import Testing

/// A file that nobody looks at would count as met.
@Suite struct VectorInventoryTests {
    /// The suites that read a file by other means than `VectorFile.run`.
    private static let readElsewhere: Set<String> = ["tracing/zipkin_http"]  // AdminTests/ZipkinVectorTests

    @Test func `every file of vectors is run, or waits for a reason that is told`() throws {
        let run = try Self.filesThatSuitesRun()
        #expect(!run.isEmpty)
        for file in try VectorFile.all() where !Self.isRun(file, run) {
            guard let (name, reason) = Self.reason(for: file) else {
                Issue.record("\(file).json is neither run by a suite nor listed in LaterVectors")
                continue
            }
            let parts = name.split(separator: "/").map(String.init)
            let cases = try #require(VectorFile(parts[0], parts[1])).cases.count
            print("\(file).json: 0 passed, 0 failed, \(cases) skipped (\(cases) \(reason))")
        }
    }

    @Test func `no file both runs and waits`() throws {
        #expect(try Self.filesThatSuitesRun().isDisjoint(with: LaterVectors.reasons.keys))
    }

    /// `file` has no folder when the directory holds the files directly.
    private static func isRun(_ file: String, _ run: Set<String>) -> Bool {
        run.contains { $0 == file || $0.hasSuffix("/" + file) }
    }

    private static func reason(for file: String) -> (name: String, reason: String)? {
        LaterVectors.reasons.first { $0.key == file || $0.key.hasSuffix("/" + file) }.map { ($0.key, $0.value) }
    }

    /// What the calls of `VectorFile.run` beside this file name, as `folder/name`.
    private static func filesThatSuitesRun() throws -> Set<String> {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        var names = readElsewhere
        for source in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where source.pathExtension == "swift" {
            let text = try String(contentsOf: source, encoding: .utf8).replacing(/(?m)^ *\/\/.*$/, with: "")
            for call in text.matches(of: /VectorFile\.run\("(\w+)", "(\w+)"\)/) { names.insert("\(call.1)/\(call.2)") }
        }
        return names
    }
}
