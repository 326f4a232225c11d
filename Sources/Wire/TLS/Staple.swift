// Which OCSP response is stapled to a certificate?

import COpenSSL

/// An OCSP response of a DER file, which speaks of one certificate.
struct Staple {
    let der: [UInt8]
    /// Seconds since 1970; from then on it is not shown any more.
    let end: Int64
    let isRevoked: Bool

    /// Reads the file and looks for the certificate in it.
    init(path: String, of certificate: borrowing X509Certificate) throws(CertificateProblem) {
        do throws(SystemError) {
            der = try PEMFile.read(path)
        } catch {
            throw .unreadable(path: path, error)
        }
        defer { OpenSSLErrors.clear() }
        var facts = COpenSSL_StapleFacts()
        let pointer = unsafe certificate.pointer
        // Sound: the C side reads as many bytes as the array has.
        let verdict = unsafe der.withUnsafeBytes {
            unsafe COpenSSL_read_staple($0.baseAddress, $0.count, pointer, &facts)
        }
        if verdict < 0 { throw .noStaple(path: path) }
        if verdict == 0 { throw .foreignStaple(path: path) }
        end = facts.nextUpdate
        isRevoked = facts.isRevoked != 0
    }
}
