// What does `headgate check` do?

import ArgumentParser
import Config

/// Reports every fault of a configuration in one pass.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is wrong with a configuration. Also: headgate -t.",
        discussion: "Exit codes: 0 fine or only warnings; 1 errors; 2 the file cannot be read."
    )

    @OptionGroup var file: ConfigOption

    @Flag(help: "Treat warnings as errors.")
    var strict = false

    @Flag(help: "Write the findings to stdout as a JSON array.")
    var json = false

    func run() throws {
        let outcome = ConfigurationFile.check(file.config)
        if json {
            Console.print(DiagnosticPrinter.json(outcome.diagnostics))
        } else {
            FindingsReport(outcome, path: file.config).print(withVerdict: true)
        }
        guard outcome.isReadable else { throw ExitCode(2) }
        if outcome.hasErrors || strict && outcome.hasWarnings { throw ExitCode(1) }
    }
}
