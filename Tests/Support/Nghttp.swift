// What do the clients of nghttp2 make of the gateway?

/// One run of `nghttp` or `h2load`, which share no code with us but the library.
public struct Nghttp: Sendable, CustomStringConvertible {
    public let exit: ExitReason
    public let output: String

    /// `nghttp` with these arguments.
    public static func client(_ arguments: String...) throws -> Nghttp { try Nghttp("nghttp", arguments) }

    /// `h2load` with these arguments.
    public static func load(_ arguments: String...) throws -> Nghttp { try Nghttp("h2load", arguments) }

    private init(_ program: String, _ arguments: [String]) throws {
        do {
            let run = try Command(program, arguments)
            (exit, output) = (run.exit, run.output + run.errors)
        } catch let failure as TestFailure where failure.description.hasPrefix("cannot start") {
            throw TestFailure("\(failure); the Debian package nghttp2-client holds it: run `make deps`")
        }
    }

    /// Every `:status` that came, in order.
    public var statuses: [String] {
        output.matches(of: /:status: (\d{3})/).map { String($0.1) }
    }

    public var description: String { "\(exit)\n\(output)" }
}
