// What does a listener have beside numbers?

import Config
import Routing
import Wire

/// The parts of one compiled listener that are more than numbers; see `ListenerPlan` for these.
///
/// A class, so that looking at one part costs one reference count and not those of all parts.
final class ListenerParts: Sendable {
    let address: ListenAddress
    let tls: TLSContext?
    let table: RouteTable
    let seats: ConnectionSeats

    init(address: ListenAddress, tls: TLSContext?, table: RouteTable, seats: ConnectionSeats) {
        self.address = address
        self.tls = tls
        self.table = table
        self.seats = seats
    }
}
