// Who may vouch for clients?

import COpenSSL

/// The authorities of a PEM file, shared by all contexts of a listener.
@safe
final class ClientAuthorities: @unchecked Sendable {  // Not changed after `init`; libssl locks the store by itself.
    /// How many certificates may stand between a client's and one of ours.
    static let mostBetween: Int32 = 4

    let pointer: UnsafeMutablePointer<COpenSSL_Authorities>
    /// SHA-256 over all of them: sessions that others vouched for are not resumed.
    let digest: [UInt8]

    init(path: String) throws(TLSSetupError) {
        let pem: [UInt8]
        do throws(SystemError) {
            pem = try PEMFile.read(path)
        } catch {
            throw .authorities(path: path, reason: "\(error)")
        }
        ERR_clear_error()
        // Sound: the C side reads as many bytes as the array has.
        let read = unsafe pem.withUnsafeBytes { unsafe COpenSSL_authorities_new($0.baseAddress, $0.count) }
        guard let read = unsafe read else { throw .authorities(path: path, reason: OpenSSLErrors.takeText()) }
        unsafe pointer = read
        // Sound: thirty-two bytes of the struct that was just read.
        digest = unsafe withUnsafeBytes(of: read.pointee.digest) { unsafe [UInt8]($0) }
    }

    deinit { unsafe COpenSSL_authorities_free(pointer) }
}
