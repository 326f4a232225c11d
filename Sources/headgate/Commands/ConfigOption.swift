// Which configuration file is meant?

import ArgumentParser

/// The option that all commands share that read a file.
struct ConfigOption: ParsableArguments {
    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config = "gateway.conf"
}
