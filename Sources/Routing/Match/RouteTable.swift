// Which route takes this request?

import Bytes
import HTTP

/// All routes of a listener, compiled; immutable and shared by all workers.
///
/// A request is first given to the most specific host pattern that fits its host, and to no other: a host whose routes do
/// not fit answers 404, even if `*` has a route that would. Within a host the first route in the order of the file
/// takes the request whose path fits and whose matchers all hold.
///
/// Everything lies in a few flat arrays. A look-up hashes the host and the known segments of the path, touches one slot and
/// one key for each, and neither allocates nor counts references; the number of routes does not matter. Routes with
/// matchers are tried one after the other, but only those that host and path lead to.
///
/// A class, because looking at a struct of ten arrays in another module counted all their references: 600 instructions.
public final class RouteTable: Sendable {
    /// What `match` answers when no route takes the request.
    public static let noRoute = -1

    /// How many routes the table was made from.
    public let count: Int
    private let hosts: HostTable
    private let paths: PathTree
    private let matchers: MatcherTable

    /// Compiles `routes`, which stand in the order of the file.
    public init(routes: [RouteEntry]) {
        precondition(routes.allSatisfy { (0..<Int(Int32.max)).contains($0.index) }, "A route's index must fit 31 bits.")
        count = routes.count
        var builder = PathTreeBuilder(routes: routes)
        hosts = HostTable(RouteTable.groups(of: routes, &builder))
        builder.finish()
        paths = PathTree(builder)
        matchers = MatcherTable(routes)
    }

    /// Adds one group of routes for each pattern; patterns with the same routes share one.
    private static func groups(
        of routes: [RouteEntry],
        _ builder: inout PathTreeBuilder
    ) -> [(pattern: HostPattern, group: Int)] {
        var groups: [(pattern: HostPattern, group: Int)] = []
        var numbers: [[Int]: Int] = [:]
        for (pattern, positions) in positionsByHost(of: routes) {
            if let number = numbers[positions] {
                groups.append((pattern, number))
            } else {
                builder.addGroup(positions)
                groups.append((pattern, numbers.count))
                numbers[positions] = numbers.count
            }
        }
        return groups
    }

    /// The positions of each pattern's routes, ascending; patterns in the order in which they first occur.
    static func positionsByHost(of routes: [RouteEntry]) -> [(pattern: HostPattern, positions: [Int])] {
        var hosts: [(pattern: HostPattern, positions: [Int])] = []
        var numbers: [HostPattern: Int] = [:]
        for (position, route) in routes.enumerated() {
            for pattern in route.hosts {
                let number = numbers[pattern] ?? hosts.count
                if number == hosts.count {
                    numbers[pattern] = number
                    hosts.append((pattern, []))
                }
                if hosts[number].positions.last != position { hosts[number].positions.append(position) }
            }
        }
        return hosts
    }

    /// The `index` of the route that takes the request, or `noRoute`.
    ///
    /// - Parameters:
    ///   - host: without port, in any case, maybe with a trailing dot; empty when the request has none.
    ///   - path: normalised and absolute, without the query. Any other target (`*`) fits no route.
    ///   - methodBytes: the method's name, looked at when `method` is `.other`.
    ///   - query: what follows the `?`, or nil.
    public func match(
        host: ByteView,
        path: ByteView,
        method: Method,
        methodBytes: ByteView,
        query: ByteView?,
        fields: borrowing Fields
    ) -> Int {
        let group = hosts.group(of: host)
        if group < 0 { return RouteTable.noRoute }
        let place = paths.walk(group: group, path: path)
        if !place.verdict.isConditional { return place.verdict.index }
        return firstHolding(
            place,
            method: method,
            methodBytes: methodBytes,
            query: query,
            fields: fields
        )
    }

    /// Tries the routes that the place leads to, in the order of the file.
    @inline(never)
    private func firstHolding(
        _ place: PathTree.Place,
        method: Method,
        methodBytes: ByteView,
        query: ByteView?,
        fields: borrowing Fields
    ) -> Int {
        var position = place.verdict.position
        while position >= 0 {
            let holds = matchers.hold(
                at: position,
                method: method,
                methodBytes: methodBytes,
                query: query,
                fields: fields
            )
            if holds { return matchers.index(at: position) }
            position = paths.position(after: position, at: place)
        }
        return RouteTable.noRoute
    }
}
