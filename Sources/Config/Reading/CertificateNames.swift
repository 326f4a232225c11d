// May these certificates stand side by side?

import Routing

/// One server name has one certificate for each type of key, so that clients can have the one that they understand.
struct CertificateNames {
    private struct Claim: Hashable {
        let name: HostPattern
        /// nil for those that nobody could tell, which count as alike.
        let keyType: String?
    }

    private let context: ReadingContext

    init(_ context: ReadingContext) {
        self.context = context
    }

    /// Reports every name that an earlier line already gave a certificate of the same type.
    func check(_ certificates: [CertificateConfig]) {
        let counts = Dictionary(certificates.flatMap(\.names).map { ($0, 1) }, uniquingKeysWith: +)
        var seen: [Claim: SourcePlace] = [:]
        for certificate in certificates where certificate.names.contains(where: { counts[$0, default: 0] > 1 }) {
            let keyType = context.keyType(certificate)
            for name in certificate.names {
                let claim = Claim(name: name, keyType: keyType)
                guard let first = seen[claim] else {
                    seen[claim] = certificate.place
                    continue
                }
                report(claim, certificate.place, first)
            }
        }
    }

    private func report(_ claim: Claim, _ place: SourcePlace, _ first: SourcePlace) {
        let what = claim.keyType.map { "a certificate with a key of the type \($0)" } ?? "a certificate"
        context.sink.report(
            Diagnostic(
                .error,
                .duplicateCertificate,
                at: place,
                length: "cert".count,
                "\"\(claim.name)\" already has \(what) in \(first.line(seenFrom: place))",
                hint: "A name may have several certificates only when their keys differ in type, such as RSA and EC."
            )
        )
    }
}
