// What does a program say when it is run to its end?

import Foundation

/// A finished run of a program: how it ended and what it wrote.
public struct Command: Sendable, CustomStringConvertible {
    public let exit: ExitReason
    public let output: String
    public let errors: String

    /// Runs `program` to its end, within the usual patience.
    public init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil
    ) throws {
        let folder = try TemporaryDirectory()
        let (out, err) = (folder.file("out"), folder.file("err"))
        let ends = try input.map { _ in try SocketPair.make() }
        let child = try ChildProcess(
            program,
            arguments,
            environment: environment,
            input: ends?.1,
            output: .file(out),
            errors: .file(err)
        )
        if let ends, let input {
            ends.1.close()
            try ends.0.send(input)
            ends.0.finishSending()
        }
        exit = try child.wait()
        output = Self.text(of: out)
        errors = Self.text(of: err)
    }

    public var description: String { "\(exit)\n\(output)\n\(errors)" }

    static func text(of path: String) -> String {
        (try? Data(contentsOf: URL(fileURLWithPath: path))).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
