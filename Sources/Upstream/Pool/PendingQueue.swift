// Which exchanges wait for a connection, and which of them is served first?

/// Exchanges that wait for a connection to their cluster, in order of arrival, bounded in number.
///
/// An entry is an exchange and its generation; one that stopped waiting (it got its own connection, or timed out) is
/// not searched for but skipped when its turn comes, and the owner says how many still wait.
public struct PendingQueue: Sendable {
    public struct Waiter: Equatable, Sendable {
        public let exchange: UInt32
        public let generation: UInt32

        public init(exchange: UInt32, generation: UInt32) {
            self.exchange = exchange
            self.generation = generation
        }
    }

    private var waiters: ContiguousArray<Waiter> = []
    private var head = 0
    /// How many exchanges wait now.
    public private(set) var count = 0
    public let limit: Int

    public init(limit: Int) { self.limit = limit }

    public var isFull: Bool { count >= limit }

    public mutating func append(_ waiter: Waiter) {
        waiters.append(waiter)
        count += 1
    }

    /// One exchange no longer waits, wherever it stands in the line.
    public mutating func leave() {
        precondition(count > 0, "An exchange left a line in which nobody waited.")
        count -= 1
        if count == 0 { forget() }
    }

    /// The exchange that has waited longest and still does.
    public mutating func next(isWaiting: (Waiter) -> Bool) -> Waiter? {
        while head < waiters.count {
            let waiter = waiters[head]
            head += 1
            if isWaiting(waiter) { return waiter }
        }
        forget()
        return nil
    }

    /// Whether most entries are of exchanges that left the line, and `sweep` is due.
    public var isOvergrown: Bool { waiters.count > 2 * limit + 64 }

    /// Gives up the places of all who no longer wait.
    public mutating func sweep(isWaiting: (Waiter) -> Bool) {
        waiters.removeSubrange(..<head)
        head = 0
        waiters.removeAll { !isWaiting($0) }
    }

    private mutating func forget() {
        waiters.removeAll(keepingCapacity: waiters.count <= limit)
        head = 0
    }
}
