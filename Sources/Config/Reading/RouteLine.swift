// How does one line become a path and a list of settings?

/// The words of a `route` line: its path, and behind it settings as they could also stand in its block.
///
/// `route /v1/* to /svc/api sample 0.1% timeout 5s` is the path `/v1/*` and the directives `to /svc/api`,
/// `sample 0.1%`, `timeout 5s`. Quoted words are never settings.
struct RouteLine {
    let path: ConfigValue?
    /// What stands between the path and the first setting, which is a fault.
    let strays: [ConfigValue]
    let settings: [ConfigDirective]

    init(_ directive: ConfigDirective) {
        let values = directive.values
        let first = values.firstIndex(where: RouteLine.isSetting) ?? values.count
        path = first > 0 ? values[0] : nil
        strays = first > 1 ? Array(values[1..<first]) : []
        var settings: [ConfigDirective] = []
        for value in values[first...] {
            if RouteLine.isSetting(value), !RouteLine.belongs(value, to: settings.last) {
                settings.append(ConfigDirective(word: value, values: [], block: nil))
            } else if !settings.isEmpty {
                settings[settings.count - 1].values.append(value)
            }
        }
        self.settings = settings
    }

    private static let words = Set(DirectiveCatalogue.entries(in: .route).map(\.word))

    private static func isSetting(_ value: ConfigValue) -> Bool { !value.isQuoted && words.contains(value.text) }

    /// The `to` of `return-trace-id X-Trace-Id to trusted` begins nothing; all else that looks like a setting does.
    private static func belongs(_ value: ConfigValue, to last: ConfigDirective?) -> Bool {
        guard let last, last.name == "return-trace-id", last.values.count == 1, value.text == "to" else { return false }
        return true
    }
}
