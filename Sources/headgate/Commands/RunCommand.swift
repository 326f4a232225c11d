// What does `headgate run` do?

import ArgumentParser

/// Runs the gateway in the foreground until a signal ends it.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the gateway in the foreground.",
        discussion: """
            SIGTERM and SIGINT finish what runs, for at most `limits { grace }`, and exit with 0; a second one stops at \
            once.
            """
    )

    @OptionGroup var file: ConfigOption

    func run() throws {
        let supervisor = try Supervisor(configPath: file.config)
        throw try supervisor.run()
    }
}
