// How does one batch of spans become rows?

import Bytes
import FoundationEssentials
import GRDB
import Telemetry

/// The rows of one batch, written inside of one transaction with prepared statements.
///
/// What is known of each trace is gathered while its spans are written, and its row is updated once at the end: the
/// spans of a trace mostly come together.
struct KeepBatch: ~Copyable {
    /// What this batch knows of one trace.
    private struct Trace {
        let row: Int64
        var root: Int64?
        var earliest: Int64?
        let spansBefore: Int
        var spans = 0

        /// The first root with a timestamp dates the trace; without one the earliest span does.
        mutating func note(_ span: ZipkinSpan) {
            spans += 1
            guard span.timestamp > 0 else { return }
            if span.parentID == nil, root == nil { root = span.timestamp }
            earliest = min(earliest ?? span.timestamp, span.timestamp)
        }
    }

    private let database: Database
    private let arrived: Int64
    private let spansPerTrace: Int
    private let insertSpan: Statement
    private var traces: [TraceID: Trace] = [:]
    private var counts = KeptSpans()
    private var json = ByteBuffer(capacity: 4096)

    init(_ database: Database, arrived: Int64, spansPerTrace: Int) throws {
        self.database = database
        self.arrived = arrived
        self.spansPerTrace = spansPerTrace
        insertSpan = try database.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO span (trace, digest, service, name, remote, duration, json)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """
        )
    }

    mutating func keep(_ span: ZipkinSpan) throws {
        var trace = try traces[span.traceID] ?? trace(of: span.traceID)
        defer { traces[span.traceID] = trace }
        guard trace.spansBefore + trace.spans < spansPerTrace else {
            counts.overfull += 1
            return
        }
        json.clear()
        ZipkinJSON.write(span, to: &json)
        try insertSpan.execute(arguments: [
            trace.row, SpanDigest.digest(json.readable), span.localEndpoint?.serviceName, span.name,
            span.remoteEndpoint?.serviceName, span.duration, Data(json.readable.array),
        ])
        guard database.changesCount > 0 else {
            counts.duplicates += 1
            return
        }
        counts.kept += 1
        trace.note(span)
    }

    /// Updates the rows of the traces that the batch touched.
    consuming func finish() throws -> KeptSpans {
        let update = try database.cachedStatement(
            sql: "UPDATE trace SET root = ?, earliest = ?, spans = spans + ? WHERE row = ?"
        )
        for trace in traces.values where trace.spans > 0 {
            try update.execute(arguments: [trace.root, trace.earliest, trace.spans, trace.row])
        }
        return counts
    }

    /// The row of a trace, made when this is its first span.
    private func trace(of id: TraceID) throws -> Trace {
        let (low, high) = (Int64(bitPattern: id.low), Int64(bitPattern: id.high))
        let select = try database.cachedStatement(
            sql: "SELECT row, root, earliest, spans FROM trace WHERE low = ? AND high = ?"
        )
        if let row = try Row.fetchOne(select, arguments: [low, high]) {
            return Trace(row: row[0], root: row[1], earliest: row[2], spansBefore: row[3])
        }
        let insert = try database.cachedStatement(sql: "INSERT INTO trace (low, high, arrived) VALUES (?, ?, ?)")
        try insert.execute(arguments: [low, high, arrived])
        return Trace(row: database.lastInsertedRowID, root: nil, earliest: nil, spansBefore: 0)
    }
}
