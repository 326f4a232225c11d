// Which traces must go, so that the archive keeps within its bounds?

import GRDB

/// Lets go of whole traces, the first to arrive first, until every bound holds. Runs inside of one transaction.
struct Eviction {
    /// How far below a bound an eviction goes, so that not every batch needs one: a twentieth.
    private static let slack = 20
    /// How many traces go between two looks at the size.
    private static let traces = 256

    private let database: Database
    private let limits: ArchiveLimits
    private var counts = EvictedTraces()

    init(_ database: Database, limits: ArchiveLimits) {
        self.database = database
        self.limits = limits
    }

    mutating func run(now: Int64) throws -> EvictedTraces {
        try evictAged(now: now)
        try evictCounted()
        try evictSized()
        if counts.traces > 0 { try database.execute(sql: "PRAGMA incremental_vacuum") }
        return counts
    }

    private mutating func evictAged(now: Int64) throws {
        let seconds = limits.age.components.seconds
        let (micro, isForever) = seconds.multipliedReportingOverflow(by: 1_000_000)
        if isForever { return }
        // Rows are in order of arrival, so only those that go are walked over.
        let firstToStay = try Int64.fetchOne(
            database,
            sql: "SELECT row FROM trace WHERE arrived >= ? ORDER BY row LIMIT 1",
            arguments: [now - micro]
        )
        try evict(upTo: firstToStay.map { $0 - 1 } ?? .max)
    }

    private mutating func evictCounted() throws {
        let count = try Int.fetchOne(database, sql: "SELECT count(*) FROM trace") ?? 0
        guard count > limits.traces else { return }
        try evictOldest(count - limits.traces + limits.traces / Self.slack)
    }

    private mutating func evictSized() throws {
        guard try ArchiveContents.bytes(in: database) > limits.bytes else { return }
        let goal = limits.bytes - limits.bytes / Self.slack
        while try ArchiveContents.bytes(in: database) > goal {
            let before = counts.traces
            try evictOldest(Self.traces)
            // Nothing is left to evict: the bound is below what empty tables need.
            if counts.traces == before { return }
        }
    }

    private mutating func evictOldest(_ count: Int) throws {
        let last = try Int64.fetchOne(
            database,
            sql: "SELECT max(row) FROM (SELECT row FROM trace ORDER BY row LIMIT ?)",
            arguments: [count]
        )
        if let last { try evict(upTo: last) }
    }

    private mutating func evict(upTo row: Int64) throws {
        try database.execute(sql: "DELETE FROM span WHERE trace <= ?", arguments: [row])
        counts.spans += database.changesCount
        try database.execute(sql: "DELETE FROM trace WHERE row <= ?", arguments: [row])
        counts.traces += database.changesCount
    }
}
