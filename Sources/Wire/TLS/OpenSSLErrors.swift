// What did OpenSSL put into its error queue?

import COpenSSL

/// The error queue of this thread, which is kept empty between calls: whoever fails takes his errors out.
enum OpenSSLErrors {
    /// Takes the oldest error, which is the cause, and empties the queue; 0 when there was none.
    static func take() -> UInt {
        let code = ERR_get_error()
        ERR_clear_error()
        return UInt(code)
    }

    /// Empties the queue after calls whose errors are known otherwise.
    static func clear() { ERR_clear_error() }

    /// The reason of an error code, such as `no shared cipher`.
    static func text(_ code: UInt) -> String {
        if code == 0 { return "no reason given" }
        // Sound: the table of reasons is constant once loaded.
        if let reason = unsafe ERR_reason_error_string(code) { return unsafe String(cString: reason) }
        return "error \(String(code, radix: 16))"
    }

    static func takeText() -> String { text(take()) }
}
