// Whether a connection lives on behind a message.

import Bytes

/// What the `Connection` fields of one message say (RFC 9110, 7.6.1; RFC 9112, 9.3).
struct H1Persistence {
    private(set) var keepAlive: Bool
    private(set) var namesUpgrade = false

    init(_ fields: borrowing Fields, version: HTTPVersion) {
        keepAlive = version == .http11
        guard fields.contains(.connection) else { return }
        var asksToClose = false
        var index = fields.firstIndex(of: .connection)
        while let found = index {
            for option in fields[found].value.listElements {
                if option.equalsIgnoringCase("close") {
                    asksToClose = true
                } else if option.equalsIgnoringCase("keep-alive") {
                    keepAlive = true
                } else if option.equalsIgnoringCase("upgrade") {
                    namesUpgrade = true
                }
            }
            index = fields.firstIndex(of: .connection, from: found + 1)
        }
        if asksToClose { keepAlive = false }
    }
}
