// What does a `route` say?

import Routing

extension RouteConfig {
    /// nil when the route has no usable path or action; that has been reported then. Its name and index come later.
    init?(reading directive: ConfigDirective, over outer: RouteSettings, _ block: BlockReader) {
        let line = RouteLine(directive)
        let inside = directive.block?.directives ?? []
        // A flaw in the line is reported once, not again as a missing value of what follows.
        let reader = BlockReader(line.settings + inside, in: .route, block.context)
        let settings = outer.reading(reader)
        let action = RouteAction(reading: reader, of: directive)
        RouteConfig.checkWebsocket(action, reader)
        let matchers = reader.all("match").map { reader.values.matcher($0) }
        guard let path = RouteConfig.path(of: line, directive, reader), let action, !matchers.contains(nil)
        else { return nil }
        self.init(
            path: path,
            matchers: matchers.compactMap { $0 },
            action: action,
            settings: settings,
            place: directive.word.place
        )
    }

    init(
        path: PathPattern,
        matchers: [FieldMatcher] = [],
        action: RouteAction,
        settings: RouteSettings,
        place: SourcePlace
    ) {
        self.init(
            name: "",
            path: path,
            matchers: matchers,
            action: action,
            sample: settings.sample,
            sampleOrigin: settings.sampleOrigin,
            timeout: settings.timeout,
            retries: settings.retries,
            websocket: settings.websocket,
            limits: settings.limits,
            returnTraceID: settings.returnTraceID,
            place: place
        )
    }

    private static func checkWebsocket(_ action: RouteAction?, _ reader: BlockReader) {
        guard let action, let value = reader.all("websocket").first?.values.first, value.text == "on" else { return }
        if case .to = action { return }
        let hint = "Delete it, or lead the route to a server with to."
        reader.sink.warning(.settingIgnored, at: value, "a route that is answered here upgrades nothing", hint: hint)
    }

    private static func path(of line: RouteLine, _ directive: ConfigDirective, _ reader: BlockReader) -> PathPattern? {
        guard let value = line.path else {
            let hint = "It is written: route /checkout/* to /svc/checkout"
            reader.sink.report(
                Diagnostic(.error, .missingValue, at: directive.word.end, "this route has no path", hint: hint)
            )
            return nil
        }
        if let stray = line.strays.first {
            let meant = Spelling.nearest(
                to: stray.text,
                among: ["to", "redirect", "respond", "sample", "timeout", "match"]
            )
            let message = meant.map { "unknown setting \"\(stray.text)\", did you mean \"\($0)\"?" }
            let advice = ForeignWords.advice(for: stray.text)
            let hint = "Write \"to\" before a destination; a second path is a second route."
            reader.sink.error(
                .extraValue,
                at: stray,
                message ?? "\"\(stray.text)\" has no meaning behind a path",
                hint: meant == nil ? advice ?? hint : nil
            )
        }
        return reader.values.pathPattern(value)
    }
}
