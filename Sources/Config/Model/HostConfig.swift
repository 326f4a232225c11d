// Which routes belong to which host names?

import Routing

/// One `host` block: routes that are tried top to bottom for any of the host names.
public struct HostConfig: Sendable {
    public var patterns: [HostPattern]
    public var routes: [RouteConfig]
    public var place: SourcePlace

    public init(
        patterns: [HostPattern],
        routes: [RouteConfig] = [],
        place: SourcePlace = SourcePlace(file: "", line: 1, column: 1)
    ) {
        self.patterns = patterns
        self.routes = routes
        self.place = place
    }
}
