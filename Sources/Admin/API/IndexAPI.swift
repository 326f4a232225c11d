// What can be asked here?

import Connection
import HTTP

/// The list of endpoints, made of the table itself.
enum IndexAPI {
    static func index(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let rows = AdminRoutes.table.map { [$0.method.name.description, $0.path, $0.about] }
        return .text(.ok, "Headgate, admin API\n\n" + TextTable.lines(rows).joined(separator: "\n") + "\n")
    }
}
