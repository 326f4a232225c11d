// What is wrong with a certificate or a key on disk?

/// A fault of a certificate's files, with the file to look at.
public enum CertificateProblem: Error, Sendable, Equatable {
    case unreadable(path: String, SystemError)
    /// The file is there, but holds no PEM certificate; with what libcrypto says.
    case noCertificate(path: String, reason: String)
    case noKey(path: String, reason: String)
    case encryptedKey(path: String)
    case mismatch(certificatePath: String, keyPath: String)
    /// Seconds since 1970 of the end of its life.
    case expired(path: String, notAfter: Int64)
    case notYetValid(path: String, notBefore: Int64)
    /// libssl refuses it, for example because its key is too short.
    case refused(path: String, reason: String)
    /// The file is no OCSP response, or one that refuses to answer.
    case noStaple(path: String)
    /// An OCSP response about other certificates.
    case foreignStaple(path: String)
    /// An OCSP response that is too old to be shown; seconds since 1970 of its end.
    case staleStaple(path: String, end: Int64)
    /// An OCSP response that says that the certificate is revoked; it is not shown.
    case revoked(path: String)

    /// Whether the certificate can be served all the same, worse than it should be.
    public var isTolerable: Bool {
        switch self {
        case .expired, .notYetValid, .staleStaple, .revoked: true
        case .unreadable, .noCertificate, .noKey, .encryptedKey, .mismatch, .refused, .noStaple, .foreignStaple: false
        }
    }
}

extension CertificateProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let error): "\(path) cannot be read: \(error)"
        case .noCertificate(let path, let reason): "\(path) holds no PEM certificate (\(reason))"
        case .noKey(let path, let reason): "\(path) holds no PEM private key (\(reason))"
        case .encryptedKey(let path): "\(path) is a key with a passphrase; write it without one"
        case .mismatch(let certificate, let key): "the key \(key) does not belong to the certificate \(certificate)"
        case .expired(let path, let end): "the certificate \(path) expired on \(Self.date(end))"
        case .notYetValid(let path, let begin): "the certificate \(path) is not valid before \(Self.date(begin))"
        case .refused(let path, let reason): "the certificate \(path) is refused by libssl (\(reason))"
        case .noStaple(let path): "\(path) holds no OCSP response in DER with an answer"
        case .foreignStaple(let path): "the OCSP response \(path) is about another certificate"
        case .staleStaple(let path, let end):
            "the OCSP response \(path) ended on \(Self.date(end)) and is not stapled any more"
        case .revoked(let path): "the OCSP response \(path) says that its certificate is revoked"
        }
    }

    /// `2026-01-31` of a moment in seconds since 1970 (days to civil, Hinnant 2013).
    static func date(_ seconds: Int64) -> String {
        let days = (seconds >= 0 ? seconds : seconds - 86399) / 86400 + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-\(padded(month))-\(padded(day))"
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
