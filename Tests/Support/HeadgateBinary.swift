// Which program is under test?

import Foundation

/// The `headgate` executable: the one built beside the test bundle, or the one that HEADGATE_BINARY names.
public enum HeadgateBinary {
    public static var path: String {
        get throws {
            if let named = ProcessInfo.processInfo.environment["HEADGATE_BINARY"] { return named }
            // The test runner is this process, and lies where the product lies.
            let runner = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let beside = URL(fileURLWithPath: runner).deletingLastPathComponent().appendingPathComponent("headgate")
                .path
            guard FileManager.default.isExecutableFile(atPath: beside) else {
                throw TestFailure("no headgate at \(beside): build it first")
            }
            return beside
        }
    }

    /// Runs `headgate` with these arguments to its end.
    public static func run(_ arguments: String..., input: String? = nil) throws -> Command {
        try Command(path, arguments, environment: quiet, input: input)
    }

    /// A crash must show at once, not after minutes of symbolication.
    static let quiet = ["SWIFT_BACKTRACE": "enable=no"]
}
