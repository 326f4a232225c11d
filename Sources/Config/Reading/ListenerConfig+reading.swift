// What does a `listen` block say?

import Routing

extension ListenerConfig {
    /// A listener whose address cannot be read still has routes to be looked at.
    init(reading directive: ConfigDirective, over outer: RouteSettings, _ file: BlockReader) {
        let reader = BlockReader(directive.block, in: .listen, file.context)
        let settings = outer.reading(reader)
        let hosts = ListenerConfig.hosts(directive, reader, settings)
        let tls = reader.only("tls").map { TLSConfig(reading: $0, reader) }
        self.init(
            address: file.value(of: directive).flatMap { file.values.listenAddress($0) } ?? .unreadable,
            tls: tls,
            protocols: ListenerConfig.protocols(reader),
            proxyProtocol: reader.flag("proxy-protocol", default: false),
            limits: settings.limits,
            hosts: hosts,
            sample: settings.sample,
            place: directive.word.place
        )
        readAnswer(reader, settings)
        ListenerConfig.checkRoutes(directive, reader)
    }

    /// A listener, and each of its hosts, must have something to answer with.
    private static func checkRoutes(_ directive: ConfigDirective, _ reader: BlockReader) {
        if answers(directive.block, ["redirect", "respond"]) { return }
        let hint = "Add a route: route /* to 127.0.0.1:8081"
        if !answers(directive.block, ["route", "host"]) {
            reader.sink.error(.noRoutes, at: directive.word, "this listener has no routes", hint: hint)
        }
        for host in reader.all("host") where !answers(host.block, ["route", "redirect", "respond"]) {
            reader.sink.error(.noRoutes, at: host.word, "this host has no routes", hint: hint)
        }
    }

    private static func answers(_ block: ConfigBlock?, _ words: Set<String>) -> Bool {
        block?.directives.contains { words.contains($0.name) } ?? false
    }

    /// Routes of the `listen` block itself are for every host.
    private static func hosts(_ directive: ConfigDirective, _ reader: BlockReader, _ settings: RouteSettings)
        -> [HostConfig]
    {
        let strays = directive.block?.strays("host", outside: ["listen"]) ?? []
        var hosts = (reader.all("host") + strays).map { HostConfig(reading: $0, over: settings, reader) }
        let routes = reader.all("route").compactMap { RouteConfig(reading: $0, over: settings, reader) }
        if let first = routes.first { hosts.append(HostConfig(patterns: [.any], routes: routes, place: first.place)) }
        return hosts
    }

    /// `redirect` and `respond` take whatever no route takes, for hosts with a block and for all others.
    private mutating func readAnswer(_ reader: BlockReader, _ settings: RouteSettings) {
        guard let action = RouteAction(answering: reader) else { return }
        let directive = (reader.all("redirect") + reader.all("respond")).first
        if case .redirect(_, .https) = action {
            redirectHTTPS = true
        }
        for index in hosts.indices { hosts[index].addCatchAll(action, settings, at: directive) }
        if !hosts.contains(where: { $0.patterns.contains(.any) }), let directive {
            var everybody = HostConfig(patterns: [.any], place: directive.word.place)
            everybody.addCatchAll(action, settings, at: directive)
            hosts.append(everybody)
        }
    }
}

extension ListenAddress {
    /// Stands for an address whose fault is reported.
    static let unreadable = ListenAddress.unix("")
}
