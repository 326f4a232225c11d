// Which spans are kept, and which traces were kept?

import Bytes
import FoundationEssentials
import GRDB
import Telemetry

/// Keeps spans in the archive and finds whole traces again.
///
/// A span that came before, byte for byte, is not kept twice, so a batch may be sent again. Traces are told apart by
/// their full 128-bit id. Every call is one transaction and blocks until SQLite is done.
public final class TraceStore: Sendable {
    public let limits: ArchiveLimits
    private let archive: Archive

    public init(_ archive: Archive, limits: ArchiveLimits = ArchiveLimits()) {
        self.archive = archive
        self.limits = limits
    }

    // MARK: Keeping

    /// Keeps the spans of one batch, all or none of them. `unixMicroseconds` is when they arrived.
    @discardableResult
    public func keep(_ spans: [ZipkinSpan], unixMicroseconds: Int64) throws(ArchiveError) -> KeptSpans {
        if spans.isEmpty { return KeptSpans() }
        return try archive.write { database in
            var batch = try KeepBatch(database, arrived: unixMicroseconds, spansPerTrace: self.limits.spansPerTrace)
            for span in spans { try batch.keep(span) }
            return try batch.finish()
        }
    }

    /// Lets go of the oldest traces until every bound holds. Returns how many traces and spans went.
    @discardableResult
    public func evict(unixMicroseconds now: Int64) throws(ArchiveError) -> EvictedTraces {
        try archive.write { database in
            var eviction = Eviction(database, limits: self.limits)
            return try eviction.run(now: now)
        }
    }

    // MARK: Finding

    /// The spans of a trace in the order in which they arrived; empty when it is not kept.
    public func trace(_ id: TraceID) throws(ArchiveError) -> [ZipkinSpan] {
        try archive.read { database in
            let row = try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT row FROM trace WHERE low = ? AND high = ?"),
                arguments: [Int64(bitPattern: id.low), Int64(bitPattern: id.high)]
            )
            return try row.map { try Self.spans(ofTrace: $0, in: database) } ?? []
        }
    }

    /// The traces that a query asks for, the newest first.
    public func traces(matching query: TraceQuery) throws(ArchiveError) -> [[ZipkinSpan]] {
        try archive.read { database in
            var found: [[ZipkinSpan]] = []
            let candidates = try TraceSearch(query).candidates(in: database)
            while found.count < query.limit, let row = try candidates.next() {
                let spans = try Self.spans(ofTrace: row, in: database)
                if query.matches(spans) { found.append(spans) }
            }
            return found
        }
    }

    /// The most traces that a dependency graph is made of; of more, the newest count.
    public static let mostTracesForLinks = 10_000

    /// Who called whom in the traces that began within `lookbackMilliseconds` before `endMilliseconds`.
    ///
    /// Traces that agree in the low half of their id are one here: some of their clients cut the id short.
    public func dependencies(
        endMilliseconds: Int64,
        lookbackMilliseconds: Int64 = TraceQuery.defaultLookbackMilliseconds
    ) throws -> [DependencyLink] {
        let window = try TraceQuery(endMilliseconds: endMilliseconds, lookbackMilliseconds: lookbackMilliseconds)
        return try archive.read { database in
            var links = DependencyLinks()
            for low in try TraceSearch(window).lowHalves(in: database, limit: Self.mostTracesForLinks) {
                links.add(trace: try Self.spans(ofLowHalf: low, in: database))
            }
            return links.links
        }
    }

    // MARK: Names

    /// The services that recorded spans, in order.
    public func serviceNames() throws(ArchiveError) -> [String] {
        // Jumps from name to name in the index instead of reading every span.
        try names(
            """
            WITH RECURSIVE names(name) AS (
                SELECT min(service) FROM span WHERE service IS NOT NULL
                UNION ALL
                SELECT (SELECT min(service) FROM span WHERE service > names.name) FROM names WHERE names.name IS NOT NULL
            ) SELECT name FROM names WHERE name IS NOT NULL
            """
        )
    }

    /// The names of the spans that a service recorded, in order.
    public func spanNames(service: String) throws(ArchiveError) -> [String] {
        try names(Self.distinct("name"), service: service)
    }

    /// The services that a service named as its other side, in order.
    public func remoteServiceNames(service: String) throws(ArchiveError) -> [String] {
        try names(Self.distinct("remote"), service: service)
    }

    /// How much is kept now.
    public func contents() throws(ArchiveError) -> ArchiveContents {
        try archive.read { database in try ArchiveContents(database) }
    }

    // MARK: Parts

    private static func distinct(_ column: String) -> String {
        """
        WITH RECURSIVE names(name) AS (
            SELECT min(\(column)) FROM span WHERE service = :service AND \(column) IS NOT NULL
            UNION ALL
            SELECT (SELECT min(\(column)) FROM span WHERE service = :service AND \(column) > names.name) FROM names
            WHERE names.name IS NOT NULL
        ) SELECT name FROM names WHERE name IS NOT NULL
        """
    }

    private func names(_ sql: String, service: String? = nil) throws(ArchiveError) -> [String] {
        let arguments: StatementArguments = service.map { ["service": $0.lowercased()] } ?? StatementArguments()
        return try archive.read { database in
            try String.fetchAll(database.cachedStatement(sql: sql), arguments: arguments)
        }
    }

    private static func spans(ofTrace row: Int64, in database: Database) throws -> [ZipkinSpan] {
        let statement = try database.cachedStatement(sql: "SELECT json FROM span WHERE trace = ? ORDER BY row")
        return try decoded(statement, arguments: [row])
    }

    private static func spans(ofLowHalf low: Int64, in database: Database) throws -> [ZipkinSpan] {
        let statement = try database.cachedStatement(
            sql: "SELECT span.json FROM trace JOIN span ON span.trace = trace.row WHERE trace.low = ? ORDER BY span.row"
        )
        return try decoded(statement, arguments: [low])
    }

    private static func decoded(_ statement: Statement, arguments: StatementArguments) throws -> [ZipkinSpan] {
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        var spans: [ZipkinSpan] = []
        while let row = try rows.next() {
            let json = try row.withUnsafeData(atIndex: 0) { data in [UInt8](data ?? .init()) }
            spans.append(try ZipkinJSONReader.readOne(json))
        }
        return spans
    }
}
