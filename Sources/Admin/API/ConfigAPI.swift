// Which configuration is in effect?

import Connection
import HTTP

/// The configuration, as text for people.
enum ConfigAPI {
    static func text(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        .text(.ok, sources.configText())
    }

    /// What Zipkin's web UI wants to know before it asks for traces (`ZipkinUiConfiguration`), with its defaults.
    static func zipkin(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let text = """
            {"environment":"","queryLimit":10,"defaultLookback":900000,"searchEnabled":\(sources.traces != nil),\
            "logsUrl":null,"supportUrl":null,"archivePostUrl":null,"archiveUrl":null,\
            "dependency":{"enabled":true,"lowErrorRate":0.5,"highErrorRate":0.75}}
            """
        return LocalResponse.json(.ok, Array(text.utf8)).adding("Cache-Control", "max-age=600")
    }
}
