// Why did a TLS session end badly?

import CLinux
import COpenSSL

/// A failed handshake or session, as a plain value; the text is made when somebody asks.
public struct TLSError: Error, Sendable, Equatable {
    /// What kind of failure it was: bounded, for metrics.
    public enum Category: UInt8, Sendable, CaseIterable {
        /// No cipher, group or signature algorithm in common.
        case noSharedCipher
        /// No version in common.
        case version
        /// The peer does not trust our certificate (its alert said so).
        case certificateRejected
        /// We do not trust the peer's certificate, or it is for another name.
        case verification
        /// The client showed no certificate where one is required.
        case noCertificate
        /// Plain HTTP came to a TLS port.
        case plainHTTP
        /// Something that is not TLS came.
        case notTLS
        /// No application protocol in common.
        case noProtocol
        /// The peer left during the handshake.
        case endOfStream
        /// The peer sent another alert.
        case alert
        /// A record or message was malformed or forged.
        case malformed
        /// The socket failed; `errno` says how.
        case system
        case other
    }

    public let category: Category
    /// OpenSSL's error code, or 0.
    public let code: UInt
    /// The errno of `system`, or the X.509 verification result of `verification`.
    public let detail: Int

    init(category: Category, code: UInt = 0, detail: Int = 0) {
        self.category = category
        self.code = code
        self.detail = detail
    }

    init(_ error: SystemError) { self.init(category: .system, detail: Int(error.errno)) }

    /// Captures and empties the error queue after a failed call on `ssl`.
    @unsafe
    init(capturing ssl: OpaquePointer) {
        let code = OpenSSLErrors.take()
        let category = Self.category(of: code)
        // Sound: the caller owns the session.
        let result = unsafe category == .verification ? SSL_get_verify_result(ssl) : 0
        self.init(category: category, code: code, detail: result)
    }
}

extension TLSError {
    /// OpenSSL numbers a received alert as 1000 plus its RFC 8446 number.
    private static let firstAlert: Int32 = 1000

    private static func category(of code: UInt) -> Category {
        guard COpenSSL_ERR_GET_LIB(code) == ERR_LIB_SSL else { return code == 0 ? .other : .malformed }
        let reason = COpenSSL_ERR_GET_REASON(code)
        if reason > firstAlert { return category(ofAlert: reason - firstAlert) }
        switch reason {
        case SSL_R_NO_SHARED_CIPHER, SSL_R_NO_SUITABLE_GROUPS, SSL_R_NO_SUITABLE_SIGNATURE_ALGORITHM,
            SSL_R_NO_SUITABLE_KEY_SHARE, SSL_R_NO_SHARED_SIGNATURE_ALGORITHMS:
            return .noSharedCipher
        case SSL_R_UNSUPPORTED_PROTOCOL, SSL_R_VERSION_TOO_LOW, SSL_R_VERSION_TOO_HIGH, SSL_R_UNSUPPORTED_SSL_VERSION,
            SSL_R_NO_PROTOCOLS_AVAILABLE:
            return .version
        case SSL_R_CERTIFICATE_VERIFY_FAILED: return .verification
        case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return .noCertificate
        case SSL_R_HTTP_REQUEST, SSL_R_HTTPS_PROXY_REQUEST: return .plainHTTP
        case SSL_R_WRONG_VERSION_NUMBER, SSL_R_UNKNOWN_PROTOCOL, SSL_R_RECORD_LENGTH_MISMATCH: return .notTLS
        case SSL_R_NO_APPLICATION_PROTOCOL: return .noProtocol
        case SSL_R_UNEXPECTED_EOF_WHILE_READING: return .endOfStream
        default: return .malformed
        }
    }

    private static func category(ofAlert alert: Int32) -> Category {
        switch alert {
        case 40: .noSharedCipher
        case 42, 43, 44, 45, 46, 48, 116: .certificateRejected
        case 70: .version
        case 120: .noProtocol
        default: .alert
        }
    }
}

extension TLSError.Category {
    /// The value of the metric label `reason`.
    public var label: StaticString {
        switch self {
        case .noSharedCipher: "no_shared_cipher"
        case .version: "version"
        case .certificateRejected: "certificate_rejected"
        case .verification: "verification"
        case .noCertificate: "no_certificate"
        case .plainHTTP: "plain_http"
        case .notTLS: "not_tls"
        case .noProtocol: "no_protocol"
        case .endOfStream: "eof"
        case .alert: "alert"
        case .malformed: "malformed"
        case .system: "system"
        case .other: "other"
        }
    }
}

extension TLSError: CustomStringConvertible {
    /// What happened and, where it helps, what to do about it.
    public var description: String {
        switch category {
        case .noSharedCipher: "TLS: no cipher, group or signature algorithm in common (\(reason))"
        case .version: "TLS: no protocol version in common; the peer may be limited to TLS 1.1 or older (\(reason))"
        case .certificateRejected: "TLS: the peer does not accept our certificate (\(reason))"
        case .verification: "TLS: the peer's certificate is not accepted: \(verification)"
        case .noCertificate: "TLS: the client showed no certificate, and one is required"
        case .plainHTTP: "TLS: plain HTTP was sent to a TLS port"
        case .notTLS: "TLS: the peer does not speak TLS (\(reason))"
        case .noProtocol: "TLS: no application protocol in common (\(reason))"
        case .endOfStream: "TLS: the peer closed the connection in the middle of the handshake"
        case .alert, .malformed, .other: "TLS: \(reason)"
        case .system: "TLS: \(SystemError(call: "socket", errno: Int32(detail)))"
        }
    }

    private var reason: String { OpenSSLErrors.text(code) }

    /// For example `certificate has expired`.
    private var verification: String {
        // Sound: the answer is a constant string.
        unsafe X509_verify_cert_error_string(detail).map { unsafe String(cString: $0) } ?? reason
    }
}
