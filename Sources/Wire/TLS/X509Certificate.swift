// What does a certificate say?

import COpenSSL

/// The leaf certificate of a PEM file.
@safe
struct X509Certificate: ~Copyable {
    let pointer: OpaquePointer

    /// Reads the first certificate of `pem`; nil leaves the reason in the error queue.
    init?(pem: [UInt8]) {
        // Sound: the C side reads as many bytes as the array has.
        guard let pointer = unsafe pem.withUnsafeBytes({ unsafe COpenSSL_read_certificate($0.baseAddress, $0.count) })
        else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe X509_free(pointer) }

    /// Seconds since 1970.
    var notBefore: Int64 { unsafe COpenSSL_not_before(pointer) }
    var notAfter: Int64 { unsafe COpenSSL_not_after(pointer) }

    /// SHA-256 of the DER.
    var fingerprint: [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        // Sound: the C side writes thirty-two bytes. It fails only for want of memory, and then for all alike.
        _ = unsafe COpenSSL_fingerprint(pointer, &digest)
        return digest
    }

    /// RSA, EC and so on, by OpenSSL's numbers.
    var keyKind: Int32 { unsafe COpenSSL_key_kind(pointer) }

    /// The DNS and IP names that it is for, or its common name when it has no alternative names.
    var names: [String] {
        var names: [String] = []
        var text = [CChar](repeating: 0, count: 256)
        while true {
            // Sound: the C side writes at most `text.count` bytes, NUL included.
            let count = unsafe COpenSSL_certificate_name(pointer, Int32(names.count), &text, text.count)
            if count < 0 { return names }
            names.append(String(decoding: text[0..<Int(count)].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
    }
}
