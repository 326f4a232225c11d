// Which host and which port does an address name?

import Bytes

/// `host:port`, `[v6]:port`, `:port` or a host alone, cut into its parts and checked.
struct HostPort: Equatable {
    enum Fault: Error, Equatable {
        case badPort(String)
        case badHost(String)
        /// An IPv6 address with a port needs brackets.
        case needsBrackets
    }

    enum Host: Equatable {
        case ip(IPAddress)
        /// A DNS name in lower case.
        case name(String)
        /// Nothing before the colon, or `*`.
        case none
    }

    let host: Host
    let port: UInt16?

    init(parsing text: String) throws(Fault) {
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else { throw .needsBrackets }
            let inside = String(text[text.index(after: text.startIndex)..<close])
            guard let address = IPAddress(inside) else { throw .badHost(inside) }
            host = .ip(address)
            port = try HostPort.port(behind: text[text.index(after: close)...])
            return
        }
        let colons = text.utf8.count { $0 == UInt8(ascii: ":") }
        if colons > 1 { throw .needsBrackets }
        let end = text.firstIndex(of: ":") ?? text.endIndex
        host = try HostPort.host(String(text[..<end]))
        port = try HostPort.port(behind: text[end...])
    }

    private static func host(_ text: String) throws(Fault) -> Host {
        if text.isEmpty || text == "*" { return .none }
        if let address = IPAddress(text) { return .ip(address) }
        guard isName(text) else { throw .badHost(text) }
        return .name(text.lowercased())
    }

    /// A DNS name whose last label is not all digits, so that a mistyped address is not taken for a name.
    private static func isName(_ text: String) -> Bool {
        guard (1...253).contains(text.utf8.count) else { return false }
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let last = labels.last, !last.utf8.allSatisfy(ASCII.isDigit) else { return false }
        return labels.allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { ASCII.isAlpha($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
        }
    }

    private static func port(behind text: Substring) throws(Fault) -> UInt16? {
        if text.isEmpty { return nil }
        let digits = text.dropFirst()
        guard text.first == ":", (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit),
            let port = UInt16(digits), port > 0
        else { throw .badPort(String(digits)) }
        return port
    }
}
