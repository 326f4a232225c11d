// Do values that are each right also fit together?

import Routing

/// The checks that need more than one directive. They run only over what could be read.
struct ConfigChecks {
    let config: GatewayConfig
    let dtab: DtabReading
    let sink: DiagnosticSink

    func run() {
        checkListeners()
        for listener in config.listeners {
            checkHosts(listener)
            checkReach(listener)
            checkCertificates(listener)
            checkRedirects(listener)
        }
        var names = DtabChecks(config.routes, dtab, sink)
        names.run()
        DestinationChecks(config: config, sink: sink).run()
        checkTimes()
    }

    private func error(
        _ code: DiagnosticCode,
        at place: SourcePlace,
        _ word: String,
        _ message: String,
        hint: String? = nil
    ) {
        sink.report(Diagnostic(.error, code, at: place, length: word.count, message, hint: hint))
    }

    private func warning(
        _ code: DiagnosticCode,
        at place: SourcePlace,
        _ word: String,
        _ message: String,
        hint: String?
    ) {
        sink.report(Diagnostic(.warning, code, at: place, length: word.count, message, hint: hint))
    }

    // MARK: Listeners and hosts

    private func checkListeners() {
        var seen: [ListenAddress: SourcePlace] = [:]
        for listener in config.listeners where listener.address != .unreadable {
            if let first = seen[listener.address] {
                let message = "\(listener.address) already has a listener in \(first.line(seenFrom: listener.place))"
                error(
                    .duplicateListener,
                    at: listener.place,
                    "listen",
                    message,
                    hint: "Put both blocks' hosts into one."
                )
            } else {
                seen[listener.address] = listener.place
            }
        }
        guard let admin = config.admin.address, let first = seen[admin] else { return }
        let hint = "Give one of them another port."
        error(.duplicateListener, at: first, "listen", "\(admin) is the admin listener's address", hint: hint)
    }

    /// Every host has one block.
    private func checkHosts(_ listener: ListenerConfig) {
        var seen: [HostPattern: SourcePlace] = [:]
        for host in listener.hosts {
            for pattern in host.patterns {
                guard let first = seen.updateValue(host.place, forKey: pattern) else { continue }
                let message = "host \"\(pattern)\" already stands in \(first.line(seenFrom: host.place))"
                error(.duplicateHost, at: host.place, "host", message, hint: "Put the routes into one block.")
            }
        }
    }

    /// Of two blocks for one host, the second's routes are out of reach; that need not be said once more. A block that
    /// has no host of its own, for this or another fault, is looked at by itself.
    private func checkReach(_ listener: ListenerConfig) {
        var seen: Set<HostPattern> = []
        var hosts: [HostConfig] = []
        for var host in listener.hosts {
            host.patterns = host.patterns.filter { seen.insert($0).inserted }
            if host.patterns.isEmpty {
                host.patterns = [.any]
                checkReach([host])
            } else {
                hosts.append(host)
            }
        }
        checkReach(hosts)
    }

    private func checkReach(_ hosts: [HostConfig]) {
        var routes: [RouteConfig] = []
        var entries: [RouteEntry] = []
        for host in hosts {
            for route in host.routes {
                entries.append(
                    RouteEntry(hosts: host.patterns, path: route.path, matchers: route.matchers, index: routes.count)
                )
                routes.append(route)
            }
        }
        for (hidden, by) in RouteTable.unreachable(entries) {
            let (route, first) = (routes[hidden], routes[by])
            let blocker = "\(first.place.line(seenFrom: route.place)) \"\(first.path)\""
            let message = "route \"\(route.path)\" is never reached: \(blocker) matches first"
            error(.unreachableRoute, at: route.place, "route", message)
        }
    }

    /// A host that no certificate names is served with the default one, which clients will refuse.
    private func checkCertificates(_ listener: ListenerConfig) {
        guard let tls = listener.tls, !tls.certificates.isEmpty else { return }
        let names = tls.certificates.flatMap(\.names)
        guard !names.contains(.any) else { return }
        for host in listener.hosts {
            for pattern in host.patterns where pattern != .any && !names.contains(where: { covers($0, pattern) }) {
                let hint = "Add a cert line for it, or * to the one that is meant."
                warning(.missingCertificate, at: host.place, "host", "no certificate is for \"\(pattern)\"", hint: hint)
            }
        }
    }

    /// A wildcard certificate is for one label more than its suffix (RFC 9525, 6.3).
    private func covers(_ name: HostPattern, _ host: HostPattern) -> Bool {
        if name == host { return true }
        guard case .suffix(let suffix) = name, case .exact(let exact) = host, exact.hasSuffix(suffix) else {
            return false
        }
        return !exact.dropLast(suffix.count).contains(".")
    }

    /// With TLS, a redirect to TLS leads back to itself.
    private func checkRedirects(_ listener: ListenerConfig) {
        guard listener.tls != nil else { return }
        var places: Set<SourcePlace> = []
        for route in listener.hosts.flatMap(\.routes) {
            guard case .redirect(_, .https) = route.action, places.insert(route.place).inserted else { continue }
            let hint = "Put it into the listener without TLS."
            error(.redirectLoop, at: route.place, "redirect", "this redirect leads back to itself", hint: hint)
        }
    }

    // MARK: Times

    /// connect-timeout <= first-byte <= timeout, as far as they are written.
    private func checkTimes() {
        for rule in config.services { checkTimes(of: rule) }
        let policies = [config.servicePolicy(for: nil)] + config.routes.map { config.servicePolicy(for: $0) }
        guard let longest = policies.map(\.firstByte).max() else { return }
        for rule in config.clusters {
            guard let connect = rule.fields.connectTimeout, connect > longest else { continue }
            let message = "connect-timeout \(DurationText.text(connect)) is longer than any first-byte time"
            let hint = "The longest is \(DurationText.text(longest)), and connecting is the smaller part of an attempt."
            error(.timeoutOrder, at: rule.place, "cluster", message, hint: hint)
        }
    }

    /// A first-byte time that only another block's timeout contradicts.
    private func checkTimes(of rule: ServiceRule) {
        guard let firstByte = rule.fields.firstByte, rule.fields.timeout == nil else { return }
        let policy = config.servicePolicy(for: rule.pattern.text == "*" ? nil : rule.pattern.text)
        guard let timeout = policy.timeout, firstByte > timeout else { return }
        let message =
            "first-byte \(DurationText.text(firstByte)) is longer than timeout \(DurationText.text(timeout))"
        error(
            .timeoutOrder,
            at: rule.place,
            "service",
            message,
            hint: "The timeout covers the whole answer; make it the longest."
        )
    }
}
