// Which route takes the request that this head begins?

import HTTP

extension RouteTable {
    /// The `index` of the route that takes the request, or `noRoute`.
    ///
    /// `OPTIONS *` concerns the server as a whole and fits no route.
    public func match(_ head: borrowing RequestHead) -> Int {
        match(
            host: head.host,
            path: head.path,
            method: head.method,
            methodBytes: head.methodBytes,
            query: head.query,
            fields: head.fields
        )
    }
}
