// Where do the files of one test live?

import Foundation

/// A directory of its own, removed with everything in it when the value is let go.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() throws {
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        let folder = URL(fileURLWithPath: base).appendingPathComponent("headgate-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The full path of `name` inside.
    public func file(_ name: String) -> String { path + "/" + name }

    /// Writes `text` to `name` and returns its full path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: true, encoding: .utf8)
        return file(name)
    }
}
