// How do services hand in their spans?

import Archive
import Collector
import Connection
import HTTP

/// Zipkin's collector endpoint for v2 JSON (`ZipkinHttpCollector`): 202 and nothing more when the spans were taken,
/// 400 with the reason in plain text when they are none.
enum SpansAPI {
    static func take(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        do throws(Gzip.Failure) {
            return take(try plainBody(request, limit: sources.spanBytes), of: request, sources)
        } catch {
            if case .tooLarge(let limit) = error { return tooLarge(limit) }
            return .text(.badRequest, "Cannot gunzip spans")
        }
    }

    private static func take(_ body: [UInt8], of request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        if let refusal = refusal(ofType: request.header("Content-Type"), body) { return refusal }
        do throws(ZipkinJSONError) {
            let spans = try ZipkinJSONReader.read(body, limit: sources.spanBytes)
            if !spans.isEmpty { sources.keepSpans(spans) }
            return LocalResponse(.accepted)
        } catch {
            if case .tooLarge(let limit) = error { return tooLarge(limit) }
            return .text(.badRequest, error.description)
        }
    }

    private static func tooLarge(_ limit: Int) -> LocalResponse {
        .text(.contentTooLarge, ZipkinJSONError.tooLarge(limit: limit).description)
    }

    /// The body without its compression. Only gzip is known; whatever else is named is taken for no compression.
    private static func plainBody(_ request: LocalRequest, limit: Int) throws(Gzip.Failure) -> [UInt8] {
        guard request.header("Content-Encoding")?.lowercased() == "gzip", !request.body.isEmpty else {
            return request.body
        }
        return try Gzip.expand(request.body, limit: limit)
    }

    /// Types of other formats; whatever else is said, the body is read as JSON, as Zipkin does.
    private static func refusal(ofType type: String?, _ body: [UInt8]) -> LocalResponse? {
        let type = type.map { $0.prefix { $0 != ";" && $0 != " " }.lowercased() }
        switch type {
        case "application/x-protobuf":
            if body.first == UInt8(ascii: "[") { return .text(.badRequest, "Expected a PROTO3 encoded list") }
            return .text(.unsupportedMediaType, "Protobuf is not read here yet: send application/json")
        case "application/x-thrift":
            return .text(.unsupportedMediaType, "Thrift is not read here: send application/json")
        default: return nil
        }
    }
}
