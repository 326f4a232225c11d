// What does a `host` block say?

import Routing

extension HostConfig {
    init(reading directive: ConfigDirective, over outer: RouteSettings, _ block: BlockReader) {
        let reader = BlockReader(directive.block, in: .host, block.context)
        let settings = outer.reading(reader)
        var patterns: [HostPattern] = []
        for value in directive.values {
            guard let pattern = reader.values.hostPattern(value) else { continue }
            if patterns.contains(pattern) {
                reader.sink.error(.duplicateHost, at: value, "host \"\(pattern)\" is written twice")
            } else {
                patterns.append(pattern)
            }
        }
        if directive.values.isEmpty {
            let hint = "It is written: host shop.example.com { … }"
            let place = directive.word.end
            reader.sink.report(Diagnostic(.error, .missingValue, at: place, "this host block has no name", hint: hint))
        }
        let routes = reader.all("route").compactMap { RouteConfig(reading: $0, over: settings, reader) }
        self.init(patterns: patterns, routes: routes, place: directive.word.place)
        addCatchAll(
            RouteAction(answering: reader),
            settings,
            at: (reader.all("redirect") + reader.all("respond")).first
        )
    }

    /// Adds the answer for whatever no route takes, unless a route already takes everything.
    mutating func addCatchAll(_ action: RouteAction?, _ settings: RouteSettings, at directive: ConfigDirective?) {
        guard let action, let directive, !hasCatchAll else { return }
        routes.append(
            RouteConfig(path: .prefix("/"), action: action, settings: settings, place: directive.word.place)
        )
    }

    private var hasCatchAll: Bool { routes.contains { $0.path == .prefix("/") && $0.matchers.isEmpty } }
}
