// What does a route say that is answered here?

import HTTP

/// An answer that the configuration gives without asking anybody.
struct Answer: Sendable {
    enum Location: Sendable {
        case none
        /// The request's own host, path and query under `https://`.
        case https
        case fixed([UInt8])
    }

    let status: Status
    let location: Location
    let text: [UInt8]
}
