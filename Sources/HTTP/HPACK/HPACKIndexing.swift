// What of a field is worth a place in the table that both ends of a connection keep?

/// How a field is represented when the table does not hold it yet (RFC 7541, 6.2).
enum HPACKIndexing: UInt8 {
    /// It will come again as it is: name and value enter the table.
    case whole
    /// Its value is new in every message and would only drive out what is not: the name enters, once.
    case name
    /// It proves who somebody is, so it must never enter a table, here or further on, where it could be guessed byte by
    /// byte (RFC 7541, 7.1.3).
    case never
}
