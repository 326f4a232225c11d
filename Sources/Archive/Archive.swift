// Where are kept traces stored, and in which tables?

import GRDB

/// One SQLite database: a file in WAL mode, or memory that ends with the process.
///
/// Calls block the calling thread, for a disk access at worst: they belong on the collector's loop and the admin's.
/// A file can be read by several threads while one writes; memory is used by one at a time.
public final class Archive: Sendable {
    /// What the configuration calls an archive without a file.
    public static let memory = ":memory:"

    /// The file's path, or `:memory:`.
    public let path: String
    let database: any DatabaseWriter

    /// Opens or makes the database and brings its tables up to date.
    public init(path: String = Archive.memory) throws(ArchiveError) {
        self.path = path
        do {
            database = try Self.open(path)
        } catch {
            throw ArchiveError(error, path: path)
        }
        try migrate()
    }

    /// Closes the file; whatever uses the archive afterwards gets an error. For an orderly end: nothing is lost without.
    ///
    /// What stands in the write-ahead log goes into the file first, so that the file alone is the archive (SQLite,
    /// "PRAGMA wal_checkpoint"). A reader who is somebody else may prevent that; then the log stays beside the file.
    public func close() {
        if path != Self.memory {
            try? database.writeWithoutTransaction { database in
                _ = try Row.fetchAll(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
        try? database.close()
    }

    /// Runs `body` inside of one transaction, which is undone when it throws.
    func write<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
        do { return try database.write(body) } catch { throw ArchiveError(error, path: path) }
    }

    /// Runs `body` on one unchanging state of the database.
    func read<Value>(_ body: (Database) throws -> Value) throws(ArchiveError) -> Value {
        do { return try database.read(body) } catch { throw ArchiveError(error, path: path) }
    }

    private static func open(_ path: String) throws -> any DatabaseWriter {
        var configuration = Configuration()
        configuration.label = "headgate.archive"
        configuration.busyMode = .timeout(2)
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            // The readers of a pool may not say anything of the file.
            if database.configuration.readonly { return }
            // Space that evicted traces leave is handed back step by step; it must be said before any table is made.
            try database.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            // A power cut may take the last traces, never the file (SQLite, "PRAGMA synchronous", WAL).
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
        }
        if path == memory { return try DatabaseQueue(configuration: configuration) }
        return try DatabasePool(path: path, configuration: configuration)
    }

    private func migrate() throws(ArchiveError) {
        let migrator = Self.migrator
        let isTooNew = try read { database in try migrator.hasBeenSuperseded(database) }
        if isTooNew { throw .tooNew(path: path) }
        do { try migrator.migrate(database) } catch { throw ArchiveError(error, path: path) }
    }

    /// The tables, step by step. A step that was released is never changed; another is added.
    ///
    /// `span.json` is the whole span; the other columns exist to find it. Rows of `trace` are in order of arrival, which
    /// is the order of eviction; `trace.timestamp` is Zipkin's: the root's, or else the earliest.
    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("traces") { database in
            try database.execute(
                sql: """
                    CREATE TABLE trace (
                        row INTEGER PRIMARY KEY AUTOINCREMENT,
                        high INTEGER NOT NULL,
                        low INTEGER NOT NULL,
                        arrived INTEGER NOT NULL,
                        root INTEGER,
                        earliest INTEGER,
                        timestamp INTEGER GENERATED ALWAYS AS (coalesce(root, earliest)) VIRTUAL,
                        spans INTEGER NOT NULL DEFAULT 0
                    );
                    CREATE UNIQUE INDEX trace_id ON trace (low, high);
                    CREATE INDEX trace_time ON trace (timestamp) WHERE timestamp IS NOT NULL;
                    CREATE TABLE span (
                        row INTEGER PRIMARY KEY,
                        trace INTEGER NOT NULL,
                        digest INTEGER NOT NULL,
                        service TEXT,
                        name TEXT,
                        remote TEXT,
                        duration INTEGER NOT NULL,
                        json BLOB NOT NULL
                    );
                    CREATE UNIQUE INDEX span_trace ON span (trace, digest);
                    CREATE INDEX span_name ON span (service, name) WHERE service IS NOT NULL;
                    CREATE INDEX span_remote ON span (service, remote) WHERE service IS NOT NULL AND remote IS NOT NULL;
                    """
            )
        }
        return migrator
    }
}
