// Which certificates stand side by side?

/// The certificates for the same names: one context of libssl, which shows each client the one that it can check.
struct CertificateGroup: Sendable {
    /// Folded, in the order of the configuration.
    var names: [String]
    var entries: [TLSCertificate]

    /// The groups of all entries, in the order in which their names first stand. Names that not all share are groups of
    /// their own.
    static func all(of entries: [TLSCertificate]) -> [CertificateGroup] {
        var places: [[Int]: Int] = [:]
        var groups: [CertificateGroup] = []
        for (name, owners) in owners(of: entries) {
            if let place = places[owners] {
                groups[place].names.append(name)
            } else {
                places[owners] = groups.count
                groups.append(CertificateGroup(names: [name], entries: owners.map { entries[$0] }))
            }
        }
        return groups
    }

    /// Each name with the numbers of the entries that have it. Entries without any name are for all others.
    private static func owners(of entries: [TLSCertificate]) -> [(name: String, owners: [Int])] {
        var found: [(name: String, owners: [Int])] = []
        var places: [String: Int] = [:]
        for (index, entry) in entries.enumerated() {
            for name in entry.names.isEmpty ? ["*"] : entry.names.map({ $0.lowercased() }) {
                if let place = places[name] {
                    if found[place].owners.last != index { found[place].owners.append(index) }
                } else {
                    places[name] = found.count
                    found.append((name, [index]))
                }
            }
        }
        return found
    }
}
