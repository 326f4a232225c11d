// How does the tree of a whole file become a configuration?

import Routing

extension GatewayConfig {
    init(reading file: ConfigBlock, _ context: ReadingContext) {
        let reader = BlockReader(file, in: .file, context)
        self.init()
        workers = GatewayConfig.workers(reader)
        admin = AdminConfig(reading: reader)
        if let directive = reader.only("overrides") {
            overrides = OverridesConfig(reading: BlockReader(directive.block, in: .overrides, context))
        }
        limits = LimitsConfig(reading: reader.only("limits"), in: .file, over: LimitsConfig(), context)
        accessLog = AccessLogConfig(reading: reader)
        logLevel = reader.choice("log", among: LogLevel.allCases.map { ($0.rawValue, $0) }) ?? logLevel
        services = reader.all("service").compactMap { ServiceRule(reading: $0, reader) }
        clusters = reader.all("cluster").compactMap { ClusterRule(reading: $0, reader) }
        let trace = reader.only("trace").map { BlockReader($0.block, in: .trace, context) }
        if let trace { tracing = TracingConfig(reading: trace) }
        readListeners(file, reader, trace)
    }

    private mutating func readListeners(_ file: ConfigBlock, _ reader: BlockReader, _ trace: BlockReader?) {
        let returned = trace.flatMap { block in
            block.only("return-trace-id").flatMap { ReturnTraceID(reading: $0, block) }
        }
        let settings = RouteSettings(
            sample: tracing.sample,
            sampleOrigin: tracing.sampleOrigin,
            returnTraceID: returned,
            limits: limits
        )
        let directives = reader.all("listen") + file.strays("listen")
        listeners = directives.map { ListenerConfig(reading: $0, over: settings, reader) }
        let trust = TrustChecks(reader.all("overrides").first, reader.sink)
        for directive in directives { trust.checkProxyProtocol(of: directive) }
        trust.checkIdentities(listeners)
        if listeners.isEmpty, !reader.sink.hasErrors {
            // After another fault this may only be what follows from it.
            let hint = "Add one: listen :8080 { route /* to 127.0.0.1:8081 }"
            let place = SourcePlace(file: reader.context.mainFile, line: 1, column: 1)
            reader.sink.report(
                Diagnostic(.error, .missingDirective, at: place, "the gateway listens nowhere", hint: hint)
            )
        }
        nameRoutes()
    }

    private static func workers(_ reader: BlockReader) -> Int? {
        guard let value = reader.single("workers"), value.text != "auto" else { return nil }
        return reader.values.count(value, in: 1...1024)
    }

    /// Numbers the routes and gives each a name of its own. A name that is taken gets the listener's address behind
    /// it, and if that is taken too (same path, other matchers), a number.
    private mutating func nameRoutes() {
        var index = 0
        var taken: Set<String> = []
        for l in listeners.indices {
            for h in listeners[l].hosts.indices {
                let host = listeners[l].hosts[h].patterns.first?.description ?? "*"
                for r in listeners[l].hosts[h].routes.indices {
                    let base = host + listeners[l].hosts[h].routes[r].path.description
                    let name = GatewayConfig.freeName(base, listeners[l].address, &taken)
                    listeners[l].hosts[h].routes[r].index = index
                    listeners[l].hosts[h].routes[r].name = name
                    index += 1
                }
            }
        }
    }

    private static func freeName(_ base: String, _ address: ListenAddress, _ taken: inout Set<String>) -> String {
        if taken.insert(base).inserted { return base }
        let withAddress = "\(base)@\(address)"
        if taken.insert(withAddress).inserted { return withAddress }
        var number = 2
        while !taken.insert("\(withAddress)#\(number)").inserted { number += 1 }
        return "\(withAddress)#\(number)"
    }
}

extension AccessLogConfig {
    init(reading reader: BlockReader) {
        self = .off
        guard let directive = reader.only("access-log"), reader.expect(1...2, in: directive) else { return }
        let choices: [(String, Format)] = [("off", .off), ("text", .text), ("json", .json)]
        guard let format = reader.values.choice(directive.values[0], among: choices) else { return }
        self.format = format
        guard directive.values.count == 2 else { return }
        let value = directive.values[1]
        if format == .off {
            reader.sink.error(.extraValue, at: value, "an access log that is off has no path")
        } else if value.text != "stdout" {
            target = .file(reader.path(value))
        }
    }
}
