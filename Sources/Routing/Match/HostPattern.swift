// Which request hosts does a `host` block speak for?

import Bytes

/// A host that routes belong to, as written in a `host` directive.
///
/// ```
/// shop.example.com     exact: this host and no other
/// *.example.com        suffix: every host below example.com, at any depth, but not example.com itself
/// *                    any: every host, and requests without one
/// ```
///
/// Of all patterns that fit a request the most specific one applies: exact, then the longest suffix, then `any`.
public enum HostPattern: Hashable, Sendable {
    /// One host, in lower case, without port and without a trailing dot; an IPv6 address stands in brackets.
    case exact(String)
    /// What a host must end with, in lower case and with its leading dot: `.example.com`.
    case suffix(String)
    /// Every host.
    case any

    /// The longest host name that DNS allows, in bytes (RFC 1035, 2.3.4).
    public static let maximumLength = 253

    /// Reads a pattern as written in the configuration; upper case is folded.
    public init(parsing text: String) throws(PatternError) {
        if text == "*" {
            self = .any
            return
        }
        let wild = text.hasPrefix("*.")
        var name = String(
            (wild ? text.dropFirst(2) : text[...]).utf8.map { Character(Unicode.Scalar(ASCII.lowercased($0))) }
        )
        if name.hasSuffix("."), name.count > 1 { name.removeLast() }
        if !wild, name.hasPrefix("[") {
            try HostPattern.checkBracketed(name)
            self = .exact(name)
            return
        }
        try HostPattern.checkName(name, written: text)
        self = wild ? .suffix("." + name) : .exact(name)
    }

    private static func checkBracketed(_ name: String) throws(PatternError) {
        guard name.hasSuffix("]") else { throw .hostHasPort(suggestion: name.prefix(while: { $0 != "]" }) + "]") }
        let inside = name.dropFirst().dropLast().utf8
        let allowed = inside.allSatisfy { ASCII.isDigit($0) || (0x61...0x66).contains($0) || $0 == 0x3A || $0 == 0x2E }
        guard allowed, inside.count >= 2 else { throw .hostIsNoName(name) }
    }

    /// Refuses what a request's host can never be. Underscores are let through: they occur in private zones.
    private static func checkName(_ name: String, written text: String) throws(PatternError) {
        if let colon = name.firstIndex(of: ":") {
            throw .hostHasPort(suggestion: String(name[..<colon]))
        }
        if name.contains("*") {
            let tail = name.split(separator: "*").last.map(String.init) ?? ""
            throw .wildcardInsideHost(suggestion: tail.hasPrefix(".") && tail.count > 1 ? "*" + tail : "*")
        }
        guard name.utf8.count <= maximumLength else { throw .hostIsTooLong }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel) else { throw .hostIsNoName(text) }
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { ASCII.isAlpha($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
}

extension HostPattern: CustomStringConvertible {
    /// The pattern as it is written in the configuration.
    public var description: String {
        switch self {
        case .exact(let name): name
        case .suffix(let suffix): "*" + suffix
        case .any: "*"
        }
    }
}
