// What do the numbers say?

import Connection
import HTTP

/// The page that Prometheus scrapes.
enum MetricsAPI {
    static func page(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let (type, page) = sources.metrics()
        return LocalResponse(.ok, type: type, page)
    }
}
