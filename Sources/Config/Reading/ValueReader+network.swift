// Which address, URL or range does a value name?

import Bytes

extension ValueReader {
    /// A range of addresses, `10.0.0.0/8` or a single address. A range that covers everybody is a warning.
    func range(_ value: ConfigValue) -> AddressRange? {
        guard let range = AddressRange(value.text) else {
            let hint =
                value.text.contains("://")
                ? "Write identity before names in certificates: trust identity \(value.text)"
                : "Write a network such as 10.0.0.0/8 or fd00::/8, or one address."
            sink.error(.badRange, at: value, "\"\(value.text)\" is not a range of addresses", hint: hint)
            return nil
        }
        if range.prefixLength == 0 {
            let message = "trust \(value.text) lets anyone force tracing and reroute requests"
            sink.warning(.trustsEverybody, at: value, message, hint: "Name the networks of your own clients.")
        }
        return range
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, `:443`, `localhost:8080`, `unix:/path`.
    func listenAddress(_ value: ConfigValue) -> ListenAddress? {
        if value.text.hasPrefix("unix:") { return unixPath(value, behind: 5).map(ListenAddress.unix) }
        if let (bare, hint) = misread(value.text) {
            sink.error(
                .badAddress,
                at: value,
                "\"\(value.text)\" is not an address to listen on",
                hint: "Write \(bare)\(hint)"
            )
            return nil
        }
        guard let parts = hostPort(value, example: "127.0.0.1:8080") else { return nil }
        guard let port = parts.port else {
            let hint = "Add one: \(value.text):8080"
            sink.error(.badAddress, at: value, "\"\(value.text)\" has no port", hint: hint)
            return nil
        }
        switch parts.host {
        case .none: return .any(port: port)
        case .ip(let address): return .ip(address, port: port)
        case .name("localhost"): return .ip(.loopback4, port: port)
        case .name(let name):
            let hint = "Write an address of this machine, or :\(port) for all of them."
            sink.error(.badAddress, at: value, "a listener has an address, not a name like \"\(name)\"", hint: hint)
            return nil
        }
    }

    /// What to listen on instead of a port alone, or of an address with a scheme; nil for anything else.
    private func misread(_ text: String) -> (bare: String, hint: String)? {
        if let port = UInt16(text), port > 0 { return (":\(port)", " for all addresses, or 127.0.0.1:\(port).") }
        guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://") else { return nil }
        let bare = text[colon...].dropFirst(3).prefix { $0 != "/" }
        return (String(bare), ", without a scheme; TLS comes with the tls block of a listen.")
    }

    /// `http://zipkin.obs:9411/api/v2/spans`.
    func url(_ value: ConfigValue) -> AbsoluteURL? {
        let example = "Write it whole: http://127.0.0.1:9411/api/v2/spans"
        guard let (scheme, rest) = scheme(of: value.text) else {
            sink.error(.badURL, at: value, "\"\(value.text)\" does not begin with http:// or https://", hint: example)
            return nil
        }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        let path = rest[end...]
        let visible = rest.utf8.allSatisfy(ASCII.isVisible)
        guard visible, !path.contains("#"), path.isEmpty || path.hasPrefix("/"),
            let parts = try? HostPort(parsing: String(rest[..<end])), let host = parts.host.text
        else {
            sink.error(.badURL, at: value, "\"\(value.text)\" is not a URL that can be sent to", hint: example)
            return nil
        }
        let port = parts.port ?? scheme.defaultPort
        return AbsoluteURL(scheme: scheme, host: host, port: port, path: path.isEmpty ? "/" : String(path))
    }

    func scheme(of text: String) -> (Scheme, Substring)? {
        if text.hasPrefix("http://") { return (.http, text.dropFirst(7)) }
        if text.hasPrefix("https://") { return (.https, text.dropFirst(8)) }
        return nil
    }

    /// The path behind `unix:`; absolute and short enough for the kernel (sun_path holds 108 bytes with its NUL).
    func unixPath(_ value: ConfigValue, behind prefix: Int) -> String? {
        let path = String(value.text.dropFirst(prefix))
        guard path.hasPrefix("/"), path.utf8.count <= 107, !path.utf8.contains(0) else {
            let hint = "Write an absolute path of at most 107 bytes: unix:/run/headgate.sock"
            sink.error(.badAddress, at: value, "\"\(value.text)\" names no socket", hint: hint)
            return nil
        }
        return path
    }

    func hostPort(_ value: ConfigValue, _ text: String? = nil, example: String) -> HostPort? {
        do {
            return try HostPort(parsing: text ?? value.text)
        } catch {
            switch error {
            case .badPort(let port):
                sink.error(
                    .badAddress,
                    at: value,
                    "\"\(port)\" is not a port",
                    hint: "A port is a number from 1 to 65535."
                )
            case .badHost:
                sink.error(
                    .badAddress,
                    at: value,
                    "\"\(value.text)\" is not an address",
                    hint: "Write it like \(example)."
                )
            case .needsBrackets:
                let hint = "An IPv6 address with a port stands in brackets: [::1]:8080"
                sink.error(.badAddress, at: value, "\"\(value.text)\" is not an address", hint: hint)
            }
        }
        return nil
    }
}

extension HostPort.Host {
    /// The host as text without brackets, or nil when there is none.
    var text: String? {
        switch self {
        case .ip(let address): address.description
        case .name(let name): name
        case .none: nil
        }
    }
}
