// What does `headgate fmt` do?

import ArgumentParser
import Config

/// Lays out a configuration file.
struct FormatCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fmt",
        abstract: "Lay out a configuration file; comments stay, the meaning too.",
        discussion:
            "Exit codes: 0 fine; 1 the file's shape is broken, or with --check its layout differs; 2 unreadable."
    )

    @OptionGroup var file: ConfigOption

    @Flag(help: "Write the result back to the file.")
    var write = false

    @Flag(help: "Change nothing; say by the exit code whether the layout differs.")
    var check = false

    func validate() throws {
        if write, check { throw ValidationError("--write and --check exclude each other.") }
    }

    func run() throws {
        let path = file.config
        let bytes: [UInt8]
        switch ConfigSource.disk.readFile(path) {
        case .success(let read): bytes = read
        case .failure(let failure): throw CommandFault(exitCode: 2, "\(path) cannot be read: \(failure.reason)").told()
        }
        let source = SourceFile(name: path, text: String(decoding: bytes, as: UTF8.self))
        let (text, diagnostics) = ConfigFormatter.format(source)
        guard let text else {
            let style: DiagnosticPrinter.Style = Console.notesAreColourful ? .coloured : .plain
            Console.note(DiagnosticPrinter(files: [source], style: style).text(diagnostics))
            throw ExitCode(1)
        }
        try deliver(text, differs: text != source.text, path: path)
    }

    private func deliver(_ text: String, differs: Bool, path: String) throws {
        if check {
            guard differs else { return }
            throw CommandFault(
                exitCode: 1,
                "\(path) is laid out differently; `headgate fmt --write -c \(path)` mends it"
            ).told()
        }
        guard write else { return Console.print(text) }
        guard differs else { return }
        do {
            try OutputFile.replace(path, with: Array(text.utf8))
        } catch {
            throw CommandFault(exitCode: 1, "\(path) cannot be written: \(error)").told()
        }
    }
}
