// What do new sessions to upstreams use right now?

import COpenSSL
import Synchronization

/// All that was loaded from a client context's files at one moment, and the sessions that were agreed on with it.
///
/// Other files make another generation, so that no session outlives the authorities or the certificate that it was
/// agreed on with.
@safe
final class TLSClientGeneration: @unchecked Sendable {  // Immutable but for the sessions, which have a lock.
    /// For how many server names a session is kept.
    static let mostNames = 32
    /// The oldest session that is offered, in seconds: from then on the server's certificate is looked at again.
    static let longestLife = 3600

    let context: SSLContext
    /// SHA-256 of the file of authorities; empty without one.
    let authorities: [UInt8]
    /// Of our own certificate; empty without one.
    let fingerprint: [UInt8]
    let notAfter: Int64
    private let kept = Mutex<[(name: String, session: KeptSession)]>([])

    /// A reference to a session of libssl.
    @safe
    private final class KeptSession: @unchecked Sendable {  // libssl counts references atomically and locks the rest.
        let pointer: OpaquePointer

        init(taking pointer: OpaquePointer) { unsafe self.pointer = pointer }

        deinit { unsafe SSL_SESSION_free(pointer) }
    }

    init(context: SSLContext, authorities: [UInt8], fingerprint: [UInt8], notAfter: Int64) {
        self.context = context
        self.authorities = authorities
        self.fingerprint = fingerprint
        self.notAfter = notAfter
    }

    /// Offers the server the last session with it, if there is one.
    @unsafe
    func resume(_ ssl: OpaquePointer, with name: String) {
        let session = kept.withLock { kept in kept.first { $0.name == name }?.session }
        guard let session else { return }
        // Sound: the session is ours until the end of the call, and libssl takes a reference of its own.
        if unsafe COpenSSL_may_resume(session.pointer, Self.longestLife) == 1 {
            _ = unsafe SSL_set_session(ssl, session.pointer)
        }
    }

    /// Keeps the session of a connection that ends, for the next one to the same server.
    @unsafe
    func keep(_ ssl: OpaquePointer, with name: String) {
        // Sound: the caller owns the session; the reference that libssl hands out becomes ours.
        guard let pointer = unsafe SSL_get1_session(ssl) else { return }
        let session = unsafe KeptSession(taking: pointer)
        guard unsafe SSL_SESSION_is_resumable(pointer) == 1 else { return }
        kept.withLock { kept in
            if let place = kept.firstIndex(where: { $0.name == name }) {
                kept[place].session = session
            } else {
                if kept.count == Self.mostNames { kept.removeFirst() }
                kept.append((name, session))
            }
        }
    }
}
