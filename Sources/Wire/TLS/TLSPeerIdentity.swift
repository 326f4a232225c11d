// Who is the peer, by a certificate that was verified?

/// What a verified client certificate says, read once when the handshake is done. A class, so that a connection, its
/// requests and their records share one copy.
public final class TLSPeerIdentity: Sendable {
    /// The first URI of the alternative names, else the first DNS name, else the common name; empty when the
    /// certificate has nothing of the kind that is printable.
    public let name: String
    /// The subject by RFC 2253, most specific part first: `CN=shop,O=Example`. Printable ASCII; everything else is
    /// escaped as that RFC says.
    public let subject: String
    /// SHA-256 of the certificate's DER, 64 lower-case hexadecimal digits.
    public let fingerprint: String
    /// The alternative names that are URIs, at most `mostNames`; those with bytes other than printable ASCII are left
    /// out.
    public let uris: [String]
    /// The alternative names that are DNS names, likewise.
    public let dnsNames: [String]
    /// `name` as bytes.
    public let nameBytes: [UInt8]
    /// The element that stands for this certificate in `X-Forwarded-Client-Cert`, in the form that Envoy gave that
    /// field: `Hash=…;Subject="…";URI=…;DNS=…`. Printable ASCII, ready to be sent.
    public let forwardedElement: [UInt8]

    /// How many names of each kind are read.
    public static var mostNames: Int { 32 }

    init(commonName: String, subject: String, fingerprint: String, uris: [String], dnsNames: [String]) {
        name = uris.first ?? dnsNames.first ?? commonName
        self.subject = subject
        self.fingerprint = fingerprint
        self.uris = uris
        self.dnsNames = dnsNames
        nameBytes = Array(name.utf8)
        forwardedElement = Self.element(subject: subject, fingerprint: fingerprint, uris: uris, dnsNames: dnsNames)
    }

    private static func element(subject: String, fingerprint: String, uris: [String], dnsNames: [String]) -> [UInt8] {
        var parts = ["Hash=\(fingerprint)", "Subject=\(quoted(subject))"]
        parts += uris.map { "URI=\(value($0))" }
        parts += dnsNames.map { "DNS=\(value($0))" }
        return Array(parts.joined(separator: ";").utf8)
    }

    /// Values with a character that separates others are quoted.
    private static func value(_ text: String) -> String {
        text.utf8.contains { ",;=\"".utf8.contains($0) } ? quoted(text) : text
    }

    private static func quoted(_ text: String) -> String {
        var out: [UInt8] = [0x22]
        for byte in text.utf8 {
            if byte == 0x22 { out.append(0x5C) }
            out.append(byte)
        }
        return String(decoding: out + [0x22], as: UTF8.self)
    }
}
