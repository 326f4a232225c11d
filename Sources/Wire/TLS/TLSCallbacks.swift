// What libssl asks in the middle of a handshake, handed on to what the session began with.

import Bytes
import COpenSSL

/// The C entry points of `TLSGeneration`: unwrap, ask, answer.
enum TLSCallbacks {
    static let chooseName: COpenSSL_NameCallback = { name, count, object in
        // Sound: the session that asks keeps its generation alive; the name has `count` bytes during the call.
        let generation = unsafe Unmanaged<TLSGeneration>.fromOpaque(object!).takeUnretainedValue()
        let bytes = unsafe UnsafeRawBufferPointer(start: name, count: count)
        return unsafe generation.context(forServerName: ByteView(borrowing: bytes))
    }

    static let chooseTicketKey: COpenSSL_TicketCallback = { key, name, encrypting, object in
        // Sound: as above; `key` is a place for one key, `name` has sixteen bytes.
        let keys = unsafe Unmanaged<TLSGeneration>.fromOpaque(object!).takeUnretainedValue().ticketKeys
        let now = MonotonicClock.now()
        if encrypting != 0 {
            guard let sealing = keys.sealing(now: now) else { return 0 }
            unsafe key!.pointee = sealing
            return 1
        }
        guard let found = unsafe keys.opening(name: name!, now: now) else { return 0 }
        unsafe key!.pointee = found.key
        return found.isCurrent ? 1 : 2
    }
}
