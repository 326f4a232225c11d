// How does a command speak to the person at the terminal?

import Glibc

/// The standard streams, written without buffering in between.
enum Console {
    /// A result, to stdout.
    static func print(_ text: String) { write(text, to: STDOUT_FILENO) }

    /// Anything that is no result, to stderr.
    static func note(_ text: String) { write(text, to: STDERR_FILENO) }

    /// Whether stdout understands colours.
    static var isColourful: Bool { isTerminal(STDOUT_FILENO) }

    /// Whether stderr understands colours.
    static var notesAreColourful: Bool { isTerminal(STDERR_FILENO) }

    /// NO_COLOR (no-color.org) and dumb terminals get plain text.
    private static func isTerminal(_ descriptor: Int32) -> Bool {
        isatty(descriptor) == 1 && Environment["NO_COLOR"] == nil && Environment["TERM"] != "dumb"
    }

    /// The width of the terminal behind stdout in columns, or nil when there is none.
    static var width: Int? {
        var size = winsize()
        // Sound: the kernel fills the structure, which lives through the call.
        let answer = unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size)
        return answer == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    private static func write(_ text: String, to descriptor: Int32) {
        _ = OutputFile.write(Array(text.utf8), to: descriptor)
    }
}
