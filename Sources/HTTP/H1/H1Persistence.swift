// Whether a connection lives on behind a message.

import Bytes

/// What the `Connection` fields of one message say (RFC 9110, 7.6.1; RFC 9112, 9.3).
struct H1Persistence {
    private(set) var keepAlive: Bool
    private(set) var namesUpgrade = false
    /// Whether anything else is named, which then ends at this hop.
    private(set) var namesOthers = false
    private var asksToClose = false

    init(_ fields: borrowing Fields, version: HTTPVersion) {
        keepAlive = version == .http11
        var index = fields.firstIndex(of: .connection)
        while let found = index {
            note(fields[found].value)
            index = fields.isRepeated(.connection) ? fields.firstIndex(of: .connection, from: found + 1) : nil
        }
        if asksToClose { keepAlive = false }
    }

    private mutating func note(_ value: ByteView) {
        // Nearly always there is one option alone.
        if noteOption(value) { return }
        for option in value.listElements where !noteOption(option) { namesOthers = true }
    }

    /// Takes note of one option; false when it is none that is known here.
    private mutating func noteOption(_ option: ByteView) -> Bool {
        switch option.count {
        case 2 where option.spells("te"): break
        case 5 where option.spells("close"): asksToClose = true
        case 7 where option.spells("upgrade"): namesUpgrade = true
        case 10 where option.spells("keep-alive"): keepAlive = true
        default: return false
        }
        return true
    }
}
