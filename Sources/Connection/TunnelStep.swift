// What came of looking for bytes on a connection that has left HTTP behind?

import Bytes
import Wire

public enum TunnelStep {
    /// Bytes as they came, valid until the next look.
    case data(ByteView)
    case wait
    /// The peer has said everything; what we say still reaches it.
    case end
    /// The connection ended without close_notify: what came before may be only a part (RFC 8446, 6.1).
    case cut
    /// The connection broke: nothing that follows may look whole.
    case broken
}

extension Inbound {
    /// Takes everything at hand, or reads once.
    mutating func takeAll(from conduit: inout Conduit, _ io: inout IOScratch) -> TunnelStep {
        resume()
        if !window.isEmpty { return .data(taken()) }
        guard conduit.mayHaveMore else { return .wait }
        switch refill(from: &conduit, &io) {
        case .bytes: return .data(taken())
        case .wouldBlock: return .wait
        case .end: return .end
        case .truncated: return .cut
        case .failed: return .broken
        }
    }

    private mutating func taken() -> ByteView {
        let data = window
        consume(data.count)
        return data
    }
}
