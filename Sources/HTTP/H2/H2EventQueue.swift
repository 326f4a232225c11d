// In which order are events handled?

/// Events, first in, first out; its memory is used again.
struct H2EventQueue {
    private var events: ContiguousArray<H2Event> = []
    private var next = 0
    /// More than this many are not worth keeping memory for.
    private static var kept: Int { 4096 }

    mutating func append(_ event: H2Event) { events.append(event) }

    mutating func take() -> H2Event? {
        guard next < events.count else {
            if next > 0 { clear() }
            return nil
        }
        defer { next += 1 }
        return events[next]
    }

    private mutating func clear() {
        events.removeAll(keepingCapacity: events.count <= Self.kept)
        next = 0
    }
}
