// Where does a route lead?

import Routing

/// The value of `to`.
public enum Destination: Sendable {
    /// A logical name that the dtab binds.
    case name(DtabPath)
    /// One or several addresses of the same kind of server; never empty.
    case addresses([DestinationAddress])
}
