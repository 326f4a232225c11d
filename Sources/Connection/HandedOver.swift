// What remains of a connection that changes its protocol?

import Bytes
import Wire

/// A conduit with what is known of its client, and bytes that were read from it and not understood.
public struct HandedOver: ~Copyable {
    public var conduit: Conduit
    public let facts: ClientFacts
    private var unread: ByteBuffer

    init(conduit: consuming Conduit, facts: ClientFacts, unread: consuming ByteBuffer) {
        self.conduit = conduit
        self.facts = facts
        self.unread = unread
    }

    /// Gives out what was read and not understood, once.
    public mutating func takeUnread(_ buffer: inout ByteBuffer) { swap(&buffer, &unread) }

    /// Gives out the conduit.
    public consuming func open() -> Conduit { conduit }
}
