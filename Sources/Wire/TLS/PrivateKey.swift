// Which private key stands in a file?

import COpenSSL

/// A private key of a PEM file.
@safe
struct PrivateKey: ~Copyable {
    let pointer: OpaquePointer

    /// Reads the key of `pem`; nil leaves the reason in the error queue. A key with a passphrase is not read.
    init?(pem: [UInt8]) {
        // Sound: the C side reads as many bytes as the array has.
        guard let pointer = unsafe pem.withUnsafeBytes({ unsafe COpenSSL_read_private_key($0.baseAddress, $0.count) })
        else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { unsafe EVP_PKEY_free(pointer) }

    func belongs(to certificate: borrowing X509Certificate) -> Bool {
        defer { ERR_clear_error() }
        return unsafe X509_check_private_key(certificate.pointer, pointer) == 1
    }
}
