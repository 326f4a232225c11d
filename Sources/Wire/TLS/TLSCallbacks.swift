// What libssl asks in the middle of a handshake, handed on to the listener's context.

import Bytes
import COpenSSL

/// The C entry points of `TLSContext`: unwrap, ask, answer.
enum TLSCallbacks {
    static let chooseName: COpenSSL_NameCallback = { name, object in
        // Sound: the session that asks keeps its context alive; libssl's name ends with NUL.
        let context = unsafe Unmanaged<TLSContext>.fromOpaque(object!).takeUnretainedValue()
        let bytes = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name!))
        return unsafe context.context(forServerName: ByteView(borrowing: bytes))
    }

    static let chooseTicketKey: COpenSSL_TicketCallback = { key, name, encrypting, object in
        // Sound: as above; `key` is a place for one key, `name` has sixteen bytes.
        let keys = unsafe Unmanaged<TLSContext>.fromOpaque(object!).takeUnretainedValue().ticketKeys
        let now = MonotonicClock.now()
        if encrypting != 0 {
            unsafe key!.pointee = keys.sealing(now: now)
            return 1
        }
        guard let found = unsafe keys.opening(name: name!, now: now) else { return 0 }
        unsafe key!.pointee = found.key
        return found.isCurrent ? 1 : 2
    }
}
