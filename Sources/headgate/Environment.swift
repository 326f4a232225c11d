// What does the environment say?

import FoundationEssentials

/// The variables of the process.
enum Environment {
    static var all: [String: String] { ProcessInfo.processInfo.environment }

    static subscript(_ name: String) -> String? { all[name] }
}
