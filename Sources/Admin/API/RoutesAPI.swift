// Which routes are in effect?

import Archive
import Bytes
import Connection
import HTTP

/// The route table, for eyes or for machines.
enum RoutesAPI {
    /// Text unless JSON is asked for by `?format=json` or by an `Accept` that names it.
    static func routes(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let rows = sources.routes()
        return wantsJSON(request) ? .json(.ok, json(rows)) : .text(.ok, text(rows))
    }

    private static func wantsJSON(_ request: LocalRequest) -> Bool {
        if let format = request.parameter("format") { return format == "json" }
        return request.header("Accept")?.lowercased().contains("application/json") ?? false
    }

    /// Columns that no route has anything to say in are left out.
    static func text(_ rows: [AdminRouteRow]) -> String {
        let shown = columns.filter { column in rows.contains { !$0[keyPath: column.value].isEmpty } }
        let cells = rows.map { row in shown.map { row[keyPath: $0.value] } }
        return TextTable.lines([shown.map { $0.name.uppercased() }] + cells).joined(separator: "\n") + "\n"
    }

    static func json(_ rows: [AdminRouteRow]) -> [UInt8] {
        var buffer = ByteBuffer()
        buffer.append("[")
        for (index, row) in rows.enumerated() {
            buffer.append(index == 0 ? "{" : ",\n{")
            for (position, column) in columns.enumerated() {
                if position > 0 { buffer.append(",") }
                buffer.appendJSONString(column.name)
                buffer.append(":")
                buffer.appendJSONString(row[keyPath: column.value])
            }
            buffer.append("}")
        }
        buffer.append("]\n")
        return buffer.readable.array
    }

    private static var columns: [(name: String, value: KeyPath<AdminRouteRow, String>)] {
        [
            ("listener", \.listener), ("host", \.host), ("path", \.path), ("match", \.match), ("to", \.destination),
            ("sample", \.sample),
        ]
    }
}
