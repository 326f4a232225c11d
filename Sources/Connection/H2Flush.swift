// How does what an HTTP/2 session has to say reach its conduit?

import Bytes
import HTTP
import Wire

/// Gathers the frames of a session into full TLS records: one system call for about as much as one read brings.
enum H2Flush {
    /// As much as leaves in one go.
    private static var gathered: Int { 64 << 10 }

    /// Writes what is in `framed` and then all that the session has, until the peer takes no more. Empties `framed`.
    static func flush(
        _ session: inout H2Session,
        to conduit: inout Conduit,
        _ framed: inout ByteBuffer,
        _ pairs: inout H2Pairs,
        _ io: inout IOScratch
    ) -> WriteStep {
        while true {
            if conduit.hasPendingOutput {
                // What was framed before must follow what waits; the session is not asked for more.
                if framed.isEmpty { return .pending }
            } else {
                session.collect(into: &framed, limit: gathered, pairs: &pairs)
                if framed.isEmpty { return .all }
            }
            let step = conduit.write(framed.readable, &io)
            framed.clear()
            guard case .all = step else { return step }
        }
    }
}
