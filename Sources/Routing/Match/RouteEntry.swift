// What does one route of the file ask of a request?

/// One route as the table is compiled from: which requests it takes, and the number it is known by.
///
/// A plain value without invariants. Where the route leads is not the table's business: `index` points there.
public struct RouteEntry: Hashable, Sendable {
    /// The hosts of the block in which the route stands, at least one; `[.any]` outside of a block.
    public var hosts: [HostPattern]
    public var path: PathPattern
    /// All of them must hold.
    public var matchers: [FieldMatcher]
    /// What `RouteTable.match` answers; not negative.
    public var index: Int

    public init(hosts: [HostPattern] = [.any], path: PathPattern, matchers: [FieldMatcher] = [], index: Int) {
        self.hosts = hosts
        self.path = path
        self.matchers = matchers
        self.index = index
    }
}
