// What did a step of a connection come to?

import HTTP

/// The steps of both kinds of connection as values.
enum Seen: Equatable {
    case head(String)
    case wait
    case end
    /// An end where none should be.
    case cut
    case malformed(H1Error)
    case failed
}
