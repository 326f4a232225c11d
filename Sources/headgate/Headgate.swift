// What did the operator type?

import ArgumentParser

/// The command `headgate` and its subcommands.
@main
struct Headgate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "headgate",
        abstract: "The ingress gateway where traces begin.",
        discussion: """
            The first minute: `make run`, then one of the curl lines that it prints, then `headgate traces`.

            Exit codes: 0 done; 1 the configuration has errors, or something could not be started; 2 a file cannot be \
            read; 64 the command line is not understood.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, CheckCommand.self, FormatCommand.self, RoutesCommand.self, TracesCommand.self,
            DemoCommand.self, VersionCommand.self,
        ]
    )

    /// `headgate -t` is what hands that know nginx type; it means `headgate check`.
    static func main() {
        var words = Array(CommandLine.arguments.dropFirst())
        if words.first == "-t" { words[0] = CheckCommand.configuration.commandName! }  // It has a name, see there.
        Self.main(words)
    }
}
