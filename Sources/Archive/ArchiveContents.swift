// How much is kept at the moment?

import GRDB

/// The contents of an archive in numbers.
public struct ArchiveContents: Hashable, Sendable {
    public var traces: Int
    public var spans: Int
    /// Bytes of SQLite pages in use, indexes included.
    public var bytes: Int

    public init(traces: Int = 0, spans: Int = 0, bytes: Int = 0) {
        self.traces = traces
        self.spans = spans
        self.bytes = bytes
    }

    /// Counted in the covering indexes; a few milliseconds for a full archive of the default size.
    init(_ database: Database) throws {
        traces = try Int.fetchOne(database, sql: "SELECT count(*) FROM trace") ?? 0
        spans = try Int.fetchOne(database, sql: "SELECT coalesce(sum(spans), 0) FROM trace") ?? 0
        bytes = try Self.bytes(in: database)
    }

    static func bytes(in database: Database) throws -> Int {
        let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
        let free = try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0
        let size = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
        return (pages - free) * size
    }
}
