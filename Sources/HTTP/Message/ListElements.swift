// Which elements a comma-separated field value has.

import Bytes

/// The elements of a list field such as `Connection: close, x-trace` (RFC 9110, 5.6.1), trimmed; empty ones are skipped.
///
/// For lists of tokens: a comma inside of a quoted string counts as a comma.
public struct ListElements: Sequence, IteratorProtocol, Sendable {
    private var rest: ByteView

    public init(_ value: ByteView) { rest = value }

    public mutating func next() -> ByteView? {
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x2C) ?? rest.count
            let element = rest.prefix(end).trimmed
            rest = rest.dropFirst(end + 1)
            if !element.isEmpty { return element }
        }
        return nil
    }
}

extension ByteView {
    /// The elements of this view read as a comma-separated list.
    public var listElements: ListElements { ListElements(self) }
}
