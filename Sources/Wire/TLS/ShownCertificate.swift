// What does a listener show at the moment?

import COpenSSL

/// One certificate as it was loaded: what is said about it later, when its files may be others.
struct ShownCertificate: Sendable {
    let entry: TLSCertificate
    /// SHA-256 of the leaf.
    let fingerprint: [UInt8]
    /// Seconds since 1970.
    let notBefore: Int64
    let notAfter: Int64
    /// The stapled response, and when it ends.
    let staple: [UInt8]
    let stapleEnd: Int64
    let isRevoked: Bool

    /// Loads the files into `context`. `known` says whether a certificate is already in use: that one may be expired,
    /// a new one may not.
    init(
        _ entry: TLSCertificate,
        into context: SSLContext,
        now: Int64,
        isKnown: ([UInt8]) -> Bool
    ) throws(TLSSetupError) {
        let chain = try Self.read(entry.certificatePath)
        let keyText = try Self.read(entry.keyPath)
        guard let certificate = X509Certificate(pem: chain), let key = PrivateKey(pem: keyText),
            key.belongs(to: certificate)
        else { throw Self.fault(entry, now: now) }
        self.entry = entry
        fingerprint = certificate.fingerprint
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
        if !isKnown(fingerprint), let problem = Self.problem(entry, notBefore, notAfter, now: now) {
            throw .certificate(problem)
        }
        if context.holds(keyKind: certificate.keyKind) { throw .sameKeyKind(path: entry.certificatePath) }
        try context.use(chain: chain, of: entry.certificatePath, key: key)
        let staple = try Self.staple(entry, of: certificate)
        self.staple = staple?.der ?? []
        stapleEnd = staple?.end ?? 0
        isRevoked = staple?.isRevoked ?? false
        if let staple, !staple.isRevoked { try context.staple(staple) }
    }

    /// What the operator should know of now, though it is served: an end that has come, a staple that is not shown.
    func warnings(now: Int64) -> [CertificateProblem] {
        var warnings: [CertificateProblem] = []
        if let problem = Self.problem(entry, notBefore, notAfter, now: now) { warnings.append(problem) }
        guard let path = entry.ocspPath else { return warnings }
        if isRevoked { warnings.append(.revoked(path: path)) }
        if stapleEnd <= now { warnings.append(.staleStaple(path: path, end: stapleEnd)) }
        return warnings
    }

    private static func problem(
        _ entry: TLSCertificate,
        _ notBefore: Int64,
        _ notAfter: Int64,
        now: Int64
    ) -> CertificateProblem? {
        if notAfter < now { return .expired(path: entry.certificatePath, notAfter: notAfter) }
        if notBefore > now { return .notYetValid(path: entry.certificatePath, notBefore: notBefore) }
        return nil
    }

    private static func staple(
        _ entry: TLSCertificate,
        of certificate: borrowing X509Certificate
    ) throws(TLSSetupError) -> Staple? {
        guard let path = entry.ocspPath else { return nil }
        do throws(CertificateProblem) {
            return try Staple(path: path, of: certificate)
        } catch {
            throw .certificate(error)
        }
    }

    /// Why a pair is not one, in the words of the check.
    private static func fault(_ entry: TLSCertificate, now: Int64) -> TLSSetupError {
        let files = CertificateFiles.check(certificatePath: entry.certificatePath, keyPath: entry.keyPath, now: now)
        let changed = CertificateProblem.refused(path: entry.certificatePath, reason: "it changed while it was read")
        return .certificate(files.problems.first { !$0.isTolerable } ?? changed)
    }

    private static func read(_ path: String) throws(TLSSetupError) -> [UInt8] {
        do throws(SystemError) {
            return try PEMFile.read(path)
        } catch {
            throw .certificate(.unreadable(path: path, error))
        }
    }
}
