// Which vectors there are, and how a suite runs over them.

import Foundation
import Testing

/// One file of vectors, from the fixtures or from the directory that `HEADGATE_VECTORS` names.
///
/// ```
/// @Test func `contexts are read as the vectors say`() {
///     VectorFile.run("tracing", "b3_extract") { vector in
///         vector["kind"].string == "x" ? .skipped("not built yet") : .expect(actual, vector["expect"])
///     }
/// }
/// ```
/// The directory has the layout of the fixtures (`tracing/*.json`, `linkerd1/*.json`), or holds the files directly.
/// A file that is missing is said to be missing; a case that is not run is named with its reason.
struct VectorFile {
    /// What a case came to.
    enum Outcome {
        case passed
        case failed(String)
        case skipped(String)

        /// Passed when both are equal; otherwise failed, with both in the message.
        static func expect<T: Equatable>(_ actual: T, _ expected: T) -> Outcome {
            actual == expected ? .passed : .failed("got \(actual), expected \(expected)")
        }

        /// The first that did not pass, or passed.
        static func all(_ outcomes: [Outcome]) -> Outcome {
            for outcome in outcomes {
                if case .passed = outcome { continue }
                return outcome
            }
            return .passed
        }
    }

    /// How binding a case is: a failed `must` fails the test, a failed `should` is a warning, a `may` accepts either.
    enum Level: String {
        case must, should, may
    }

    let folder: String
    let name: String
    let cases: [JSON]

    /// Reads a file; nil, with a message, when it is missing.
    init?(_ folder: String, _ name: String) {
        self.folder = folder
        self.name = name
        guard let url = Self.candidates(folder, name).first(where: { FileManager.default.fileExists(atPath: $0.path) })
        else {
            print("\(folder)/\(name).json: missing, skipped")
            return nil
        }
        do {
            cases = try JSON(Data(contentsOf: url))["cases"].array
        } catch {
            Issue.record("\(url.path) cannot be read: \(error)")
            return nil
        }
    }

    /// The names of all files that there are, as `folder/name`, or `name` where they lie in the directory itself.
    static func all() throws -> [String] {
        guard let root else { return [] }
        let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(".json".count)) }.sorted()
    }

    private static func candidates(_ folder: String, _ name: String) -> [URL] {
        guard let root else { return [] }
        let file = name + ".json"
        return [root.appendingPathComponent(folder).appendingPathComponent(file), root.appendingPathComponent(file)]
    }

    private static var root: URL? {
        if let given = ProcessInfo.processInfo.environment["HEADGATE_VECTORS"], !given.isEmpty {
            return URL(fileURLWithPath: given, isDirectory: true)
        }
        return Bundle.module.resourceURL?.appendingPathComponent("Fixtures")
    }

    /// Runs `body` over every case of a file and prints `file: N passed, M failed, K skipped (reasons)`.
    static func run(_ folder: String, _ name: String, _ body: (JSON) throws -> Outcome) {
        VectorFile(folder, name)?.run(body)
    }

    /// Runs `body` over every case; what it throws is a failure.
    func run(_ body: (JSON) throws -> Outcome) {
        var passed = 0
        var failed: [String] = []
        var deviating: [String] = []
        var skipped: [String: Int] = [:]
        for vector in cases {
            switch outcome(of: vector, body) {
            case .passed: passed += 1
            case .skipped(let reason): skipped[reason, default: 0] += 1
            case .failed(let message):
                let line = "\(vector["id"].string ?? "?"): \(message)"
                let level = Level(rawValue: vector["level"].string ?? "must") ?? .must
                if level == .must { failed.append(line) } else { deviating.append("\(level.rawValue) \(line)") }
            }
        }
        report(passed, failed, deviating, skipped)
    }

    private func outcome(of vector: JSON, _ body: (JSON) throws -> Outcome) -> Outcome {
        do { return try body(vector) } catch { return .failed("threw \(error)") }
    }

    private func report(_ passed: Int, _ failed: [String], _ deviating: [String], _ skipped: [String: Int]) {
        var line = "\(folder)/\(name).json: \(passed) passed, \(failed.count) failed, "
        line += "\(skipped.values.reduce(0, +)) skipped"
        if !skipped.isEmpty {
            line +=
                " (" + skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: "; ") + ")"
        }
        if !deviating.isEmpty { line += ", \(deviating.count) deviating where it is allowed" }
        print(([line] + (failed + deviating).map { "    " + $0 }).joined(separator: "\n"))
        for failure in failed { Issue.record("\(folder)/\(name).json \(failure)") }
    }
}
