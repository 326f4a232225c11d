// How does a test hold a thread back until it says go?

/// A gate that is shut at first: whoever waits at it goes on when the test opens it.
///
/// This is how an origin is slow without a clock: it waits at a gate which the test opens, or never does.
public final class Gate: Sendable {
    private let isOpen = Shelf(false)

    public init() {}

    public func open() {
        isOpen.change { $0 = true }
    }

    /// Returns when the gate is open, or after the usual patience: a test that forgot it must still end.
    public func wait() {
        try? eventually("the gate to open") { isOpen.now }
    }
}
