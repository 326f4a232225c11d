// How does a finding look to a program?

extension DiagnosticPrinter {
    /// An array with an object per finding: severity, code, file, line, column, length, message and, if there is one,
    /// hint. Ends with a newline.
    public static func json(_ diagnostics: [Diagnostic]) -> String {
        if diagnostics.isEmpty { return "[]\n" }
        return "[\n" + diagnostics.map { "  " + object($0) }.joined(separator: ",\n") + "\n]\n"
    }

    private static func object(_ diagnostic: Diagnostic) -> String {
        var members = [
            "\"severity\": \(quoted(diagnostic.severity.rawValue))",
            "\"code\": \(quoted(diagnostic.code.rawValue))",
            "\"file\": \(quoted(diagnostic.file))",
            "\"line\": \(diagnostic.line)",
            "\"column\": \(diagnostic.column)",
            "\"length\": \(diagnostic.length)",
            "\"message\": \(quoted(diagnostic.message))",
        ]
        if let hint = diagnostic.hint { members.append("\"hint\": \(quoted(hint))") }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\u{0}"..<" ", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
