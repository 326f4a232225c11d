// What remains of a connection that changes its protocol?

import Bytes
import Wire

/// A conduit with what is known of its client, and bytes that were read from it and not understood.
public struct HandedOver: ~Copyable {
    public var conduit: Conduit
    public let facts: ClientFacts
    public let unread: ByteBuffer

    /// Takes the parts out.
    public consuming func open() -> Conduit { conduit }
}
