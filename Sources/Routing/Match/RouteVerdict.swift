// What does a place in the table say about a request, before its fields are looked at?

/// The first route, in file order, that host and path lead to; one word, so that it fits beside its key.
///
/// ```
/// v >= 0    the route with index v; nothing else needs to hold
///   -1      no route
/// v <= -2   the route at position -2 - v, if its matchers hold; otherwise later ones must be tried
/// ```
struct RouteVerdict: Equatable {
    let code: Int32

    static let none = RouteVerdict(code: -1)

    private init(code: Int32) { self.code = code }

    /// The verdict for the route at `position`, known by `index`.
    init(position: Int, index: Int, isConditional: Bool) {
        code = isConditional ? -2 - Int32(position) : Int32(index)
    }

    /// Whether matchers must be asked.
    var isConditional: Bool { code < -1 }

    /// The index to answer with, or -1; only when the verdict is not conditional.
    var index: Int { Int(code) }

    /// Where the route stands in the file; only when the verdict is conditional.
    var position: Int { -2 - Int(code) }
}
