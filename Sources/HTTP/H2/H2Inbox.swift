// Where does what a session has understood wait until its owner handles it?

/// Events and field sections of one `receive`; one for each worker, lent to one session at a time.
public struct H2Inbox: ~Copyable {
    var events = H2EventQueue()
    public var sections = H2Sections()

    public init() {}

    /// The next event that was not handled yet; nil when all were, after which the inbox is empty.
    public mutating func take() -> H2Event? {
        if let event = events.take() { return event }
        sections.clear()
        return nil
    }
}
