// Why did a command end without doing what it was asked?

import ArgumentParser

/// One sentence for the operator, and the exit code.
struct CommandFault: Error {
    let exitCode: Int32
    let sentence: String

    init(exitCode: Int32 = 1, _ sentence: String) {
        self.exitCode = exitCode
        self.sentence = sentence
    }

    /// Says the sentence on stderr; what is left to throw is the exit code.
    func told() -> ExitCode {
        Console.note("headgate: \(sentence)\n")
        return ExitCode(exitCode)
    }
}
