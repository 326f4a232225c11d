// Do names lead to addresses, and does every dtab entry make sense?

import Routing

/// The checks of the dtab: first by the routes that use it, then entry by entry. Each entry has at most one finding.
struct DtabChecks {
    /// Entries beyond this many are not searched for circles that no route goes through; each search costs a walk.
    private static let mostSearches = 1000

    private let routes: [RouteConfig]
    private let reading: DtabReading
    private let sink: DiagnosticSink
    private let delegation: Delegation
    private let dtab: Dtab
    /// Entries that have a finding.
    private var reported: Set<Int> = []
    /// Entries through which a route's name comes to an address.
    private var proven: Set<Int> = []

    init(_ routes: [RouteConfig], _ reading: DtabReading, _ sink: DiagnosticSink) {
        self.routes = routes
        self.reading = reading
        self.sink = sink
        dtab = reading.judged
        delegation = Delegation(dtab: dtab)
    }

    mutating func run() {
        checkRoutes()
        for index in reading.lines.indices { checkLeaves(of: index) }
        checkCircles()
    }

    // MARK: Routes

    private mutating func checkRoutes() {
        var walks: [DtabPath: DtabWalk] = [:]
        for route in routes {
            guard case .to(.name(let name)) = route.action else { continue }
            let walk = walks[name] ?? DtabWalk(name, delegation, dtab)
            if walks.updateValue(walk, forKey: name) == nil, walk.isClean { proven.formUnion(walk.entries) }
            check(walk, of: route)
        }
    }

    /// Nothing is said of names that the dtab refuses on purpose (`!`, `$`), nor of those that end at a namer, which is
    /// reported where it stands.
    private mutating func check(_ walk: DtabWalk, of route: RouteConfig) {
        guard let error = walk.error else { return }
        let name = walk.name
        switch error {
        case .failed, .empty, .unsupportedNamer: break
        case .negative where reading.usesNamers: break
        case .negative:
            report(route, "\(error)", hint: "Bind it: dtab { \(name) => /$/inet/127.0.0.1/8081 }")
        case .tooDeep, .tooManySteps:
            reportCircle(walk, severity: .error)
            report(route, "\"\(name)\" goes in a circle in the dtab", hint: seen(walk.culprit, from: route))
        case .badAddress(let leaf), .unknownUtility(let leaf):
            let fault = BuiltInName(leaf)?.fault
            if let fault, let culprit = walk.culprit { report(culprit, "\"\(leaf)\" \(fault.text)", hint: fault.hint) }
            let message = "\"\(name)\" leads to \"\(leaf)\", which \(fault?.text ?? "is no address")"
            report(route, message, hint: seen(walk.culprit, from: route) ?? fault?.hint)
        }
    }

    private func seen(_ entry: Int?, from route: RouteConfig) -> String? {
        entry.map { "The dtab says so in \(reading.lines[$0].place.line(seenFrom: route.place))." }
    }

    private func report(_ route: RouteConfig, _ message: String, hint: String?) {
        let length = "route".count
        sink.report(Diagnostic(.error, .unboundName, at: route.place, length: length, message, hint: hint))
    }

    // MARK: Entries

    private mutating func report(
        _ entry: Int,
        severity: Diagnostic.Severity = .error,
        _ message: String,
        hint: String?
    ) {
        guard reported.insert(entry).inserted else { return }
        let line = reading.lines[entry]
        let length = "\(line.entry.prefix)".count
        sink.report(Diagnostic(severity, .badDtab, at: line.place, length: length, message, hint: hint))
    }

    /// A name that is too short is only worth a warning: what comes through the entry may bring the rest along.
    private mutating func checkLeaves(of index: Int) {
        for leaf in reading.lines[index].entry.destination.allLeaves {
            // An entry may say something else about the name.
            guard let fault = BuiltInName(leaf)?.fault, dtab.lookup(leaf) == .negative else { continue }
            if fault.isOnlyShort, proven.contains(index) { continue }
            let severity: Diagnostic.Severity = fault.isOnlyShort ? .warning : .error
            report(index, severity: severity, "\"\(leaf)\" \(fault.text)", hint: fault.hint)
        }
    }

    /// Circles that no route goes through are not in anybody's way.
    private mutating func checkCircles() {
        let candidates = reading.lines.indices.filter { index in
            reading.lines[index].entry.destination.allLeaves.contains {
                $0.labels.first != "$" && $0.labels.first != "#"
            }
        }
        for index in candidates.prefix(DtabChecks.mostSearches) where !reported.contains(index) {
            let name = DtabPath(reading.lines[index].entry.prefix.elements.map(DtabChecks.label))
            let walk = DtabWalk(name, delegation, dtab)
            if walk.isEndless { reportCircle(walk, severity: .warning) }
        }
    }

    private static func label(_ element: DtabPrefix.Element) -> DtabLabel {
        switch element {
        case .label(let label): label
        case .any: "any"
        }
    }

    private mutating func reportCircle(_ walk: DtabWalk, severity: Diagnostic.Severity) {
        let circle = walk.circle
        guard let first = circle.first, reported.isDisjoint(with: circle) else { return }
        let others = circle.dropFirst().map { reading.lines[$0].place.line(seenFrom: reading.lines[first].place) }
        let way = others.isEmpty ? "" : " by way of \(others.joined(separator: ", "))"
        let message = "\"\(reading.lines[first].entry.prefix)\" leads back to itself\(way)"
        report(first, severity: severity, message, hint: "Lead it to an address: /$/inet/127.0.0.1/8081")
        reported.formUnion(circle)
    }
}
