// What does `headgate version` do?

import ArgumentParser

/// Prints the release.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() { Console.print(Version.text + "\n") }
}
