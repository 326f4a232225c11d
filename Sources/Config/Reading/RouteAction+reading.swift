// Which of `to`, `redirect` and `respond` is written?

import Bytes

extension RouteAction {
    /// The action of a route, of which there must be exactly one.
    init?(reading reader: BlockReader, of route: ConfigDirective) {
        let written = ["to", "redirect", "respond"].compactMap { reader.only($0) }
        guard let directive = written.first else {
            if RouteLine(route).strays.isEmpty {
                let hint = "Add to, redirect or respond: route /checkout/* to /svc/checkout"
                reader.sink.error(.missingAction, at: route.word, "this route leads nowhere", hint: hint)
            }
            return nil
        }
        if written.count > 1 {
            let other = written[1]
            let message = "a route has either \"\(directive.name)\" or \"\(other.name)\""
            reader.sink.error(.conflictingActions, at: other.word, message)
        }
        self.init(directive, reader)
    }

    /// What a `redirect` or `respond` line of a listener or a host says.
    init?(answering reader: BlockReader) {
        let written = ["redirect", "respond"].compactMap { reader.only($0) }
        guard let directive = written.first else { return nil }
        if written.count > 1 {
            reader.sink.error(
                .conflictingActions,
                at: written[1].word,
                "\"redirect\" and \"respond\" exclude each other"
            )
        }
        self.init(directive, reader)
    }

    private init?(_ directive: ConfigDirective, _ reader: BlockReader) {
        switch directive.name {
        case "to":
            guard let destination = reader.values.destination(directive) else { return nil }
            self = .to(destination)
        case "redirect":
            guard let action = RouteAction.redirect(directive, reader) else { return nil }
            self = action
        default:
            guard let action = RouteAction.respond(directive, reader) else { return nil }
            self = action
        }
    }

    private static func redirect(_ directive: ConfigDirective, _ reader: BlockReader) -> RouteAction? {
        guard reader.expect(1...2, in: directive) else { return nil }
        let values = directive.values
        let target = values[values.count - 1]
        var status: UInt16 = 308
        if values.count == 2 {
            guard let written = UInt16(values[0].text), [301, 302, 303, 307, 308].contains(written) else {
                let hint = "Write 301, 302, 303, 307 or 308."
                reader.sink.error(
                    .badStatus,
                    at: values[0],
                    "\"\(values[0].text)\" is not the status of a redirect",
                    hint: hint
                )
                return nil
            }
            status = written
        }
        if target.text == "https" { return .redirect(status: status, target: .https) }
        let isLocation = reader.values.scheme(of: target.text) != nil || target.text.hasPrefix("/")
        guard isLocation, target.text.utf8.allSatisfy(ASCII.isVisible) else {
            let hint = "Write https for the same address with TLS, or a whole URL, or a path."
            reader.sink.error(.badURL, at: target, "\"\(target.text)\" is no place to redirect to", hint: hint)
            return nil
        }
        return .redirect(status: status, target: .location(target.text))
    }

    private static func respond(_ directive: ConfigDirective, _ reader: BlockReader) -> RouteAction? {
        guard reader.expect(1...2, in: directive) else { return nil }
        let value = directive.values[0]
        guard value.text.utf8.count == 3, let status = UInt16(value.text), (200...599).contains(status) else {
            let hint = "Write a number from 200 to 599."
            reader.sink.error(.badStatus, at: value, "\"\(value.text)\" is not the status of an answer", hint: hint)
            return nil
        }
        if directive.values.count == 2, status == 204 || status == 304 {
            reader.sink.error(.badStatus, at: directive.values[1], "an answer with status \(status) has no text")
            return nil
        }
        return .respond(status: status, text: directive.values.count == 2 ? directive.values[1].text : "")
    }
}
