// Which traces were kept?

import Archive
import Bytes
import Connection
import HTTP
import Telemetry

/// Zipkin's query API, v2 (`ZipkinQueryApiV2`): the same answers, so that its clients cannot tell the difference.
enum TracesAPI {
    // MARK: Names

    static func services(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        asking(sources) { store throws(ArchiveError) in names(try store.serviceNames(), sources) }
    }

    static func spanNames(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        guard let service = request.parameter("serviceName") else { return missing("serviceName") }
        return asking(sources) { store throws(ArchiveError) in json(strings: try store.spanNames(service: service)) }
    }

    static func remoteServices(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        guard let service = request.parameter("serviceName") else { return missing("serviceName") }
        return asking(sources) { store throws(ArchiveError) in
            json(strings: try store.remoteServiceNames(service: service))
        }
    }

    /// No tags are offered: the list is as empty as Zipkin's is by default.
    static func autocompleteKeys(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        json(strings: []).adding("Cache-Control", cacheable)
    }

    static func autocompleteValues(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        request.parameter("key") == nil ? missing("key") : json(strings: [])
    }

    // MARK: Traces

    static func search(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let query: TraceQuery
        do throws(TraceQueryError) {
            query = try TraceQuery(nowMilliseconds: sources.nowMilliseconds(), parameter: request.parameter)
        } catch {
            return .text(.badRequest, error.description)
        }
        return asking(sources) { store throws(ArchiveError) in json(traces: try store.traces(matching: query)) }
    }

    static func trace(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let id: TraceID
        do throws(ZipkinIDError) {
            id = try ZipkinID.traceID(request.segments.last ?? "")
        } catch {
            return .text(.badRequest, error.description)
        }
        return asking(sources) { store throws(ArchiveError) in
            let spans = try store.trace(id)
            return spans.isEmpty ? .text(.notFound, "\(text(id)) not found") : .json(.ok, ZipkinJSON.encode(spans))
        }
    }

    static func traces(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        let list = request.parameter("traceIds") ?? ""
        if list.isEmpty { return .text(.badRequest, "traceIds parameter is empty") }
        var ids: [TraceID] = []
        do throws(ZipkinIDError) {
            for part in list.split(separator: ",", omittingEmptySubsequences: false) {
                let id = try ZipkinID.traceID(String(part))
                if ids.contains(id) { return .text(.badRequest, "redundant traceId: \(part)") }
                ids.append(id)
            }
        } catch {
            return .text(.badRequest, error.description)
        }
        if ids.count == 1 { return .text(.badRequest, "for a single trace, ask /api/v2/trace/{traceId}") }
        return asking(sources) { store throws(ArchiveError) in
            var found: [[ZipkinSpan]] = []
            for id in ids {
                let spans = try store.trace(id)
                if !spans.isEmpty { found.append(spans) }
            }
            return json(traces: found)
        }
    }

    // MARK: Links

    static func dependencies(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        guard let text = request.parameter("endTs") else { return missing("endTs") }
        guard let end = Int64(text) else { return .text(.badRequest, "endTs is not a whole number: \(text)") }
        var lookback = TraceQuery.defaultLookbackMilliseconds
        if let text = request.parameter("lookback"), !text.isEmpty {
            guard let given = Int64(text) else {
                return .text(.badRequest, "lookback is not a whole number: \(text)")
            }
            lookback = given
        }
        guard let store = sources.traces else { return noArchive }
        do {
            return json(links: try store.dependencies(endMilliseconds: end, lookbackMilliseconds: lookback))
        } catch let error as TraceQueryError {
            return .text(.badRequest, error.description)
        } catch {
            return .text(.internalServerError, "\(error)")
        }
    }

    // MARK: Parts

    private static let cacheable = "max-age=300, must-revalidate"

    private static let noArchive = LocalResponse.text(.notFound, "no traces are kept: the archive is off")

    private static func missing(_ parameter: String) -> LocalResponse {
        .text(.badRequest, "the parameter \(parameter) is missing")
    }

    /// Asks the store, if there is one.
    private static func asking(
        _ sources: AdminSources,
        _ body: (TraceStore) throws(ArchiveError) -> LocalResponse
    ) -> LocalResponse {
        guard let store = sources.traces else { return noArchive }
        do throws(ArchiveError) {
            return try body(store)
        } catch {
            return .text(.internalServerError, error.description)
        }
    }

    /// A list of services; a long one may be cached by the asker.
    private static func names(_ names: [String], _ sources: AdminSources) -> LocalResponse {
        names.count > 3 ? json(strings: names).adding("Cache-Control", cacheable) : json(strings: names)
    }

    /// The id as Zipkin writes it: 16 digits, or 32 when it is that long.
    private static func text(_ id: TraceID) -> String {
        var buffer = ByteBuffer()
        id.writeShort(to: &buffer)
        return String(buffer.readable)
    }

    private static func json(strings: [String]) -> LocalResponse {
        list(strings) { string, buffer in buffer.appendJSONString(string) }
    }

    private static func json(traces: [[ZipkinSpan]]) -> LocalResponse {
        list(traces) { spans, buffer in ZipkinJSON.write(spans, to: &buffer) }
    }

    private static func json(links: [DependencyLink]) -> LocalResponse {
        list(links) { link, buffer in
            buffer.append("{\"parent\":")
            buffer.appendJSONString(link.parent)
            buffer.append(",\"child\":")
            buffer.appendJSONString(link.child)
            buffer.append(",\"callCount\":")
            buffer.appendDecimal(link.callCount)
            if link.errorCount > 0 {
                buffer.append(",\"errorCount\":")
                buffer.appendDecimal(link.errorCount)
            }
            buffer.append("}")
        }
    }

    private static func list<Element>(
        _ elements: [Element],
        _ write: (Element, inout ByteBuffer) -> Void
    ) -> LocalResponse {
        var buffer = ByteBuffer()
        buffer.append("[")
        for (index, element) in elements.enumerated() {
            if index > 0 { buffer.append(",") }
            write(element, &buffer)
        }
        buffer.append("]")
        return .json(.ok, buffer.readable.array)
    }
}
