// What was wrong with a client's certificate?

import COpenSSL

extension TLSError {
    /// Why a server refuses a client for its certificate: bounded, for metrics.
    public enum ClientCertificateFault: UInt8, Sendable, CaseIterable {
        /// There was none, and one is required.
        case missing
        /// It, or an authority between, has expired or is not valid yet.
        case expired
        /// No authority that counts vouches for it.
        case unknownAuthority
        /// Anything else: another purpose, a signature that does not hold, too many authorities between.
        case invalid
    }

    /// On the server side; nil when the handshake failed for another reason.
    public var clientCertificateFault: ClientCertificateFault? {
        switch category {
        case .noCertificate: .missing
        case .verification: Self.fault(ofVerification: Int32(truncatingIfNeeded: detail))
        default: nil
        }
    }

    private static func fault(ofVerification result: Int32) -> ClientCertificateFault {
        switch result {
        case X509_V_ERR_CERT_HAS_EXPIRED, X509_V_ERR_CERT_NOT_YET_VALID: .expired
        case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            .unknownAuthority
        default: .invalid
        }
    }
}
