// What is the SHA-256 of some bytes?

import COpenSSL

/// libcrypto's SHA-256 (FIPS 180-4) of bytes at hand.
enum SHA256 {
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: 32)
        // Sound: SHA-256 has thirty-two bytes.
        let made = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil)
        precondition(made == 1, "OpenSSL cannot make a digest.")
        return digest
    }
}
