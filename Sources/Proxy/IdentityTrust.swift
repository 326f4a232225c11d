// Whose certificates are believed as trusted addresses are?

import Wire

/// The identities that `overrides { trust identity … }` names. Asked once per connection, not per request.
struct IdentityTrust: Sendable {
    private var whole: Set<[UInt8]> = []
    /// Beginnings, without their star.
    private var beginnings: [[UInt8]] = []

    /// Each name is a whole identity, or the beginning of one and `*`.
    init(_ names: [String]) {
        for name in names {
            if name.hasSuffix("*") {
                beginnings.append(Array(name.utf8.dropLast()))
            } else {
                whole.insert(Array(name.utf8))
            }
        }
    }

    /// Compares byte by byte. A certificate without a name is nobody's, also where `*` stands for everybody.
    func covers(_ identity: TLSPeerIdentity) -> Bool { covers(identity.nameBytes, isURI: !identity.uris.isEmpty) }

    /// What looks like a URI is only one where the certificate says so: an authority that is held to certain URIs might
    /// sign any common name.
    func covers(_ name: [UInt8], isURI: Bool) -> Bool {
        if name.isEmpty || !isURI && IdentityTrust.looksLikeURI(name) { return false }
        return whole.contains(name) || beginnings.contains { name.starts(with: $0) }
    }

    private static func looksLikeURI(_ name: [UInt8]) -> Bool {
        var rest = name[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[(colon + 1)...]
            if rest.starts(with: "//".utf8) { return true }
        }
        return false
    }
}
