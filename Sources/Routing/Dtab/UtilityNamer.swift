// What do the built-in names below /$ mean?

/// The built-in namers of Linkerd 1: addresses written out, and rewritings of HTTP-like names.
///
/// ```
/// /$/inet/<host>/<port>/…                        that address (without a host: localhost); fixedinet likewise
/// /$/nil/…  /$/fail/…                            nobody; failure
/// /$/io.buoyant.rinet/<port>/<host>/…            that address
/// /$/io.buoyant.hostportPfx/<p>/<host:port>/…    /<p>/<host>/<port>/…
/// /$/io.buoyant.porthostPfx/<p>/<host:port>/…    /<p>/<port>/<host>/…
/// /$/io.buoyant.http.anyMethod/<METHOD>/…        /…             anyMethodPfx/<p>/<METHOD>/…   /<p>/…
/// /$/io.buoyant.http.anyHost/<host>/…            /…             anyHostPfx/<p>/<host>/…       /<p>/…
/// /$/io.buoyant.http.subdomainOf/<domain>/<sub.domain>/…        /<sub>/…
/// /$/io.buoyant.http.subdomainOfPfx/<domain>/<p>/<sub.domain>/… /<p>/<sub>/…
/// /$/io.buoyant.http.domainToPath/<a.b.c>/…      /c/b/a/…       domainToPathPfx/<p>/<a.b.c>/… /<p>/c/b/a/…
/// /$/io.buoyant.http.status/<code>/…             that status, 100 to 599
/// ```
/// A name of the right kind but the wrong shape is negative; an unknown kind is an error.
public enum UtilityNamer {
    /// What the built-in namers say about a name; nil when it is not one of theirs.
    public static func lookup(_ name: DtabPath) throws(DelegationError) -> NamerAnswer? {
        guard name.labels.first == "$", name.count > 1 else { return nil }
        let kind = name.labels[1].text ?? ""
        switch kind {
        case "inet", "fixedinet": return try address(name)
        case "nil": return .empty
        case "fail": return .fail
        case "io.buoyant.rinet": return try reversedAddress(name)
        case "io.buoyant.http.status": return status(name)
        default: return try rewriting(of: name, kind: kind).map(NamerAnswer.delegate) ?? .negative
        }
    }

    // MARK: Addresses

    /// Host and port are tried first, so `/$/inet/8080/9090` is port 9090 of a host called 8080.
    private static func address(_ name: DtabPath) throws(DelegationError) -> NamerAnswer {
        if name.count > 3, let host = name.labels[2].text, let port = integer(name.labels[3]) {
            return .bound(try leaf(name, used: 4, host: host, port: port))
        }
        if name.count > 2, let port = integer(name.labels[2]) {
            return .bound(try leaf(name, used: 3, host: "localhost", port: port))
        }
        throw .unknownUtility(name)
    }

    private static func reversedAddress(_ name: DtabPath) throws(DelegationError) -> NamerAnswer {
        guard name.count > 3, let host = name.labels[3].text else { return .negative }
        guard let port = integer(name.labels[2]) else { throw .badAddress(name) }
        return .bound(try leaf(name, used: 4, host: host, port: port))
    }

    private static func leaf(
        _ name: DtabPath,
        used: Int,
        host: String,
        port: Int32
    ) throws(DelegationError) -> BoundLeaf {
        guard let port = UInt16(exactly: port) else { throw .badAddress(name) }
        return BoundLeaf(
            id: name.prefix(used),
            residual: name.dropFirst(used),
            target: .address(host: host, port: port)
        )
    }

    private static func status(_ name: DtabPath) -> NamerAnswer {
        guard name.count > 2, let code = integer(name.labels[2]), (100..<600).contains(code) else { return .negative }
        return .bound(BoundLeaf(id: name.prefix(3), residual: name.dropFirst(3), target: .status(UInt16(code))))
    }

    private static func integer(_ label: DtabLabel) -> Int32? { label.text.flatMap { Int32($0) } }

    // MARK: Rewritings

    /// The name to look up instead; nil when the shape does not fit.
    private static func rewriting(of name: DtabPath, kind: String) throws(DelegationError) -> DtabPath? {
        // Everything before the part that is rewritten is handed through.
        let arguments = Array(name.labels.dropFirst(2))
        switch kind {
        case "io.buoyant.http.anyMethod": return replacing(arguments, at: 0) { isMethod($0) ? [] : nil }
        case "io.buoyant.http.anyMethodPfx": return replacing(arguments, at: 1) { isMethod($0) ? [] : nil }
        case "io.buoyant.http.anyHost": return replacing(arguments, at: 0) { isHost($0) ? [] : nil }
        case "io.buoyant.http.anyHostPfx": return replacing(arguments, at: 1) { isHost($0) ? [] : nil }
        case "io.buoyant.http.domainToPath": return replacing(arguments, at: 0, with: reversedDomain)
        case "io.buoyant.http.domainToPathPfx": return replacing(arguments, at: 1, with: reversedDomain)
        case "io.buoyant.http.subdomainOf": return subdomain(arguments, at: 1)
        case "io.buoyant.http.subdomainOfPfx": return subdomain(arguments, at: 2)
        case "io.buoyant.hostportPfx": return replacing(arguments, at: 1, with: hostAndPort)
        case "io.buoyant.porthostPfx": return replacing(arguments, at: 1) { hostAndPort($0)?.reversed() }
        default: throw .unknownUtility(name)
        }
    }

    /// The path of `labels` with the one at `index` replaced by those that `transform` makes of its text.
    private static func replacing(
        _ labels: [DtabLabel],
        at index: Int,
        with transform: (String) -> [String]?
    ) -> DtabPath? {
        guard labels.count > index, let text = labels[index].text, let parts = transform(text) else { return nil }
        return DtabPath(labels[..<index] + parts.map { DtabLabel($0) } + labels[(index + 1)...])
    }

    /// The first argument is the domain, the one at `index` the host.
    private static func subdomain(_ labels: [DtabLabel], at index: Int) -> DtabPath? {
        guard let domain = labels.first?.text, isHost(domain) else { return nil }
        return replacing(Array(labels.dropFirst()), at: index - 1) { host in
            guard isHost(host) else { return nil }
            let name = host.hasPrefix(":") ? host[...] : host.prefix { $0 != ":" }
            guard name.hasSuffix("." + domain), name.utf8.count > domain.utf8.count + 1 else { return nil }
            return [String(name.dropLast(domain.count + 1))]
        }
    }

    /// `a.b.c` as `c`, `b`, `a`. A port is not dropped and sticks to the top; dots at the end are.
    private static func reversedDomain(_ host: String) -> [String]? {
        guard isHost(host) else { return nil }
        var labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        while labels.last == "" { labels.removeLast() }
        return labels.reversed()
    }

    /// `host:port` in two; a further colon at the end is tolerated. The port may be a name (RFC 1035 label).
    private static func hostAndPort(_ text: String) -> [String]? {
        var parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        while parts.last == "" { parts.removeLast() }
        guard parts.count == 2, isPortLabel(parts[1]) else { return nil }
        return parts
    }

    private static func isPortLabel(_ text: String) -> Bool {
        text.utf8.count <= 63 && text.utf8.first != UInt8(ascii: "-")
            && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isMethod(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static func isHost(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { DtabLabel.isPlain($0) && !(0x23...0x25).contains($0) }
    }
}
