// With which kind of key is a certificate served?

import COpenSSL

extension CertificateFiles {
    /// The type of the key that a certificate file is for, in libssl's words: `RSA`, `EC`, `ED25519`; nil when it cannot
    /// be read. A name may have one certificate of each type.
    public static func keyType(certificatePath: String) -> String? {
        defer { OpenSSLErrors.clear() }
        guard let pem = try? PEMFile.read(certificatePath), let certificate = X509Certificate(pem: pem) else {
            return nil
        }
        // Sound: the certificate owns the key and lives through the call; the name is a constant of libssl.
        guard let key = unsafe X509_get0_pubkey(certificate.pointer), let name = unsafe EVP_PKEY_get0_type_name(key)
        else { return nil }
        return unsafe String(cString: name)
    }
}
