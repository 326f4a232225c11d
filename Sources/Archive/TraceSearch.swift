// Which traces may be the ones that a query asks for?

import Bytes
import FoundationEssentials
import GRDB

/// Turns a query into SQL that finds every trace it asks for, newest first, and as few others as SQLite can tell.
///
/// The last word has `TraceQuery.matches`, on the decoded spans. Tags and annotations have no columns: their JSON text
/// is searched for, which finds too much (a value that reads like a key) and never too little.
struct TraceSearch {
    private let query: TraceQuery
    private var conditions: [String] = []
    private var arguments: [(any DatabaseValueConvertible)?] = []

    init(_ query: TraceQuery) {
        self.query = query
        let window = query.beginsWithin
        conditions = ["timestamp BETWEEN ? AND ?"]
        arguments = [window.lowerBound, window.upperBound]
        require(nil, [])
        if let name = query.remoteServiceName { require("remote = ?", [name]) }
        if let name = query.spanName { require("name = ?", [name]) }
        if let minimum = query.minimumDuration {
            require("duration BETWEEN ? AND ?", [minimum, query.maximumDuration ?? .max])
        }
        for clause in query.annotations.clauses { require("instr(json, ?) > 0", [Self.text(of: clause)]) }
    }

    /// The rows of the traces that may match.
    func candidates(in database: Database) throws -> FastDatabaseValueCursor<Int64> {
        let sql =
            "SELECT row FROM trace WHERE \(conditions.joined(separator: " AND ")) ORDER BY timestamp DESC, row DESC"
        return try Int64.fetchCursor(database, sql: sql, arguments: StatementArguments(arguments))
    }

    /// The low halves of the ids of the traces that may match, each once.
    func lowHalves(in database: Database, limit: Int) throws -> [Int64] {
        let sql = "SELECT low FROM trace WHERE \(conditions.joined(separator: " AND ")) ORDER BY timestamp DESC LIMIT ?"
        var seen: Set<Int64> = []
        return try Int64.fetchAll(database, sql: sql, arguments: StatementArguments(arguments + [limit])).filter {
            seen.insert($0).inserted
        }
    }

    /// Demands that some span of the trace, recorded by the service if one is named, meets a condition.
    private mutating func require(_ condition: String?, _ values: [any DatabaseValueConvertible]) {
        var parts = ["span.trace = trace.row"]
        if let service = query.serviceName {
            parts.append("service = ?")
            arguments.append(service)
        }
        if let condition {
            parts.append(condition)
            arguments.append(contentsOf: values)
        }
        if parts.count == 1 { return }
        let exists = "EXISTS (SELECT 1 FROM span WHERE \(parts.joined(separator: " AND ")))"
        conditions.append(exists)
    }

    /// What the JSON of a span that meets the clause contains, byte for byte.
    private static func text(of clause: (key: String, value: String)) -> Data {
        var json = ByteBuffer()
        json.appendJSONString(clause.key)
        if !clause.value.isEmpty {
            json.append(UInt8(ascii: ":"))
            json.appendJSONString(clause.value)
        }
        return Data(json.readable.array)
    }
}
