// Which versions of HTTP does a `listen` block offer?

extension ListenerConfig {
    /// What people call HTTP/2 elsewhere.
    private static let otherNames: Set<String> = ["http/2", "http/2.0", "http2", "h2.0", "HTTP/2", "H2"]

    /// What the `protocols` line says; nil when there is none, or nothing usable in it.
    static func protocols(_ reader: BlockReader) -> [HTTPProtocol]? {
        guard let directive = reader.only("protocols"), reader.expect(1...8, in: directive) else { return nil }
        let isSecure = !reader.all("tls").isEmpty
        var protocols: [HTTPProtocol] = []
        for value in directive.values {
            guard let choice = choice(value, isSecure: isSecure, reader) else { continue }
            if protocols.contains(choice) {
                reader.sink.error(.extraValue, at: value, "\"\(value.text)\" is written twice")
            } else {
                protocols.append(choice)
            }
        }
        return protocols.isEmpty ? nil : protocols
    }

    /// One value, if it is a protocol that can be spoken here.
    private static func choice(_ value: ConfigValue, isSecure: Bool, _ reader: BlockReader) -> HTTPProtocol? {
        if otherNames.contains(value.text) {
            let meant = isSecure ? "h2" : "h2c"
            let message = "\"\(value.text)\" is not known here, did you mean \"\(meant)\"?"
            reader.sink.error(.badChoice, at: value, message)
            return nil
        }
        guard let choice = HTTPProtocol(rawValue: value.text) else {
            let usable: [HTTPProtocol] = isSecure ? [.h2, .http11] : [.http11, .h2c]
            return reader.values.choice(value, among: usable.map { ($0.rawValue, $0) })
        }
        switch (choice, isSecure) {
        case (.h2, false):
            let hint = "Add a tls block, or write h2c for clients that begin with HTTP/2 by themselves."
            reader.sink.error(
                .protocolMismatch,
                at: value,
                "h2 needs TLS, and this listener has no tls block",
                hint: hint
            )
            return nil
        case (.h2c, true):
            let hint = "Write h2, which is agreed on in the TLS handshake."
            reader.sink.error(
                .protocolMismatch,
                at: value,
                "h2c is HTTP/2 without TLS, and this listener has TLS",
                hint: hint
            )
            return nil
        default: return choice
        }
    }
}
