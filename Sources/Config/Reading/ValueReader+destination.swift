// Where do the values of `to` lead?

import Bytes
import Routing

extension ValueReader {
    /// The values of `to`: one name, or addresses.
    func destination(_ directive: ConfigDirective) -> Destination? {
        let values = directive.values
        guard let first = values.first else {
            let hint = "Write a name such as /svc/web, or an address such as 127.0.0.1:8081."
            sink.report(Diagnostic(.error, .missingValue, at: directive.end, "\"to\" leads nowhere", hint: hint))
            return nil
        }
        if first.text.hasPrefix("/") { return name(first, alone: values) }
        var addresses: [DestinationAddress] = []
        for value in values {
            if value.text.hasPrefix("/") {
                return mixed(value)
            }
            if !addresses.isEmpty, foreign(value) { return nil }
            guard let address = destinationAddress(value) else { return nil }
            addresses.append(address)
        }
        return checked(addresses, values)
    }

    private func name(_ value: ConfigValue, alone values: [ConfigValue]) -> Destination? {
        if values.count > 1 {
            if let meant = Self.settingMeant(by: values[1].text) {
                let message = "\"\(values[1].text)\" is no setting of a route, did you mean \"\(meant)\"?"
                sink.error(.unknownDirective, at: values[1], message)
                return nil
            }
            return values[1].text.hasPrefix("/") ? several(values[1]) : mixed(values[1])
        }
        do {
            return .name(try DtabPath(parsing: value.text))
        } catch {
            let hint = "A name has segments of letters, digits and _ : . # $ % - behind slashes: /svc/web"
            let place = SourcePlace(
                file: value.place.file,
                line: value.place.line,
                column: value.place.column + error.offset
            )
            sink.report(Diagnostic(.error, .badName, at: place, "\"\(value.text)\" is not a name", hint: hint))
            return nil
        }
    }

    private func several(_ value: ConfigValue) -> Destination? {
        let hint = "Let the dtab spread it: /svc/web => 95 * /svc/a & 5 * /svc/b"
        sink.error(.mixedDestinations, at: value, "a route leads to one name", hint: hint)
        return nil
    }

    private func mixed(_ value: ConfigValue) -> Destination? {
        if foreign(value) { return nil }
        let hint = "Write addresses only, or one name and bind it in the dtab."
        sink.error(.mixedDestinations, at: value, "a route leads to a name or to addresses, not to both", hint: hint)
        return nil
    }

    /// All addresses of a route are spoken to alike.
    private func checked(_ addresses: [DestinationAddress], _ values: [ConfigValue]) -> Destination? {
        var seen: Set<DestinationAddress> = []
        for (index, address) in addresses.enumerated() {
            if address.scheme != addresses[0].scheme {
                let schemes = [addresses[0].scheme, address.scheme].map(\.description).sorted { $0.count < $1.count }
                let message = "one route mixes \(schemes[0]) and \(schemes[1])"
                let hint = "Write \(schemes[1]):// before each of them, or before none."
                sink.error(.mixedDestinations, at: values[index], message, hint: hint)
                return nil
            }
            if !seen.insert(address).inserted {
                sink.error(.extraValue, at: values[index], "\"\(address)\" is written twice")
                return nil
            }
        }
        return .addresses(addresses)
    }

    /// One address: `127.0.0.1:8081`, `hello:8080`, `https://10.0.0.5:443`, `h2c://…`, `unix:/path`.
    func destinationAddress(_ value: ConfigValue) -> DestinationAddress? {
        if value.text.hasPrefix("unix:") {
            return unixPath(value, behind: 5).map { DestinationAddress(endpoint: .unix($0), place: value.place) }
        }
        let (scheme, rest) = destinationScheme(of: value.text) ?? (nil, value.text[...])
        if scheme == nil, foreignScheme(value) { return nil }
        if let meant = Self.settingMeant(by: value.text) {
            let message = "\"\(value.text)\" is neither a name nor an address, did you mean \"\(meant)\"?"
            sink.error(.badAddress, at: value, message)
            return nil
        }
        if scheme != nil, rest.contains("/") {
            let bare = value.text.dropLast(rest.count) + rest.prefix { $0 != "/" }
            let hint = "Requests keep their own path; write \(bare)"
            sink.error(.badAddress, at: value, "an address has no path", hint: hint)
            return nil
        }
        guard let parts = hostPort(value, String(rest), example: "127.0.0.1:8081") else { return nil }
        return address(value, scheme, parts)
    }

    private func destinationScheme(of text: String) -> (Scheme, Substring)? {
        text.hasPrefix("h2c://") ? (.h2c, text.dropFirst(6)) : scheme(of: text)
    }

    /// Reports a scheme that destinations do not have: `grpc://…`, `H2C://…`, and one that lacks its slashes.
    private func foreignScheme(_ value: ConfigValue) -> Bool {
        guard let colon = value.text.firstIndex(of: ":") else { return false }
        let (written, rest) = (String(value.text[..<colon]), value.text[value.text.index(after: colon)...])
        let isScheme = rest.hasPrefix("//")
        guard isScheme || Scheme(rawValue: written.lowercased()) != nil && rest.contains(":") else { return false }
        let known = [Scheme.http, .https, .h2c].map(\.rawValue)
        let meant = Self.schemesElsewhere[written.lowercased()] ?? Spelling.nearest(to: written, among: known)
        let address = rest.drop { $0 == "/" }
        let example = meant.map { ", did you mean \"\($0)://\(address)\"?" } ?? ""
        let hint = "Write nothing or http:// for HTTP/1.1, h2c:// for HTTP/2 without TLS, https:// for either with TLS."
        let message = isScheme ? "\"\(written)://\" is no scheme of an address" : "\"\(written)\" lacks its //"
        sink.error(.badAddress, at: value, message + example, hint: hint)
        return true
    }

    /// What is said elsewhere for servers; WebSocket begins as HTTP/1.1.
    private static let schemesElsewhere = [
        "http": "http", "https": "https", "h2c": "h2c", "h2": "h2c", "http2": "h2c", "grpc": "h2c", "grpcs": "https",
        "h2s": "https", "ws": "http", "wss": "https", "tcp": "http", "tls": "https", "ssl": "https",
    ]

    /// Reports a word of another gateway where an address should be.
    private func foreign(_ value: ConfigValue) -> Bool {
        guard let advice = ForeignWords.advice(for: value.text) else { return false }
        let message = "\"\(value.text)\" is neither an address nor a setting of a route"
        sink.error(.badAddress, at: value, message, hint: advice)
        return true
    }

    private func address(_ value: ConfigValue, _ scheme: Scheme?, _ parts: HostPort) -> DestinationAddress? {
        guard let port = parts.port ?? scheme?.defaultPort else {
            sink.error(.badAddress, at: value, "\"\(value.text)\" has no port", hint: "Add one: \(value.text):8080")
            return nil
        }
        switch parts.host {
        case .ip(let address):
            return DestinationAddress(scheme: scheme ?? .http, endpoint: .ip(address, port: port), place: value.place)
        case .name(let name):
            return DestinationAddress(scheme: scheme ?? .http, endpoint: .name(name, port: port), place: value.place)
        case .none:
            let hint = "Write 127.0.0.1:\(port) for this machine."
            sink.error(.badAddress, at: value, "\"\(value.text)\" has no host", hint: hint)
            return nil
        }
    }

    /// The setting of a route that was probably meant; words with a colon or a dot are addresses.
    private static func settingMeant(by text: String) -> String? {
        guard !text.contains(":"), !text.contains("."), !text.contains("/") else { return nil }
        return DirectiveCatalogue.suggestion(for: text, in: .route)
    }
}
