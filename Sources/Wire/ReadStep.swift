// What came of one read?

import Bytes

/// The answer of `Conduit.read`.
public enum ReadStep: Sendable {
    /// At least one byte, in the worker's scratch: valid until the next read of any conduit of this worker.
    case bytes(ByteView)
    /// Nothing until the next readable event.
    case wouldBlock
    /// The peer ended its direction properly: FIN on a plain conduit, close_notify on TLS. It stays that way.
    case end
    /// The connection ended without close_notify: what came before may be only a part (RFC 8446, 6.1).
    case truncated
    case failed(ConduitError)
}
