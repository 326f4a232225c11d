// How do services hand in their spans?

import Archive
import Collector
import Connection
import HTTP

/// Zipkin's collector endpoint for v2 JSON (`ZipkinHttpCollector`): 202 and nothing more when the spans were taken,
/// 400 with the reason in plain text when they are none.
///
/// Stricter than Zipkin in one thing: a body that says another type, or another compression, is 415. Web pages can send
/// `text/plain` to any address without asking for it (Fetch, "CORS-safelisted request-header"), but not JSON.
enum SpansAPI {
    static func take(_ request: LocalRequest, _ sources: AdminSources) -> LocalResponse {
        if let refusal = refusal(ofCompression: request) ?? refusal(ofType: request) { return refusal }
        do throws(Gzip.Failure) {
            return take(try plainBody(request, limit: sources.spanBytes), sources)
        } catch {
            if case .tooLarge(let limit) = error { return tooLarge(limit) }
            return .text(.badRequest, "Cannot gunzip spans")
        }
    }

    private static func take(_ body: [UInt8], _ sources: AdminSources) -> LocalResponse {
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

    /// The body without its compression, which is gzip or none.
    private static func plainBody(_ request: LocalRequest, limit: Int) throws(Gzip.Failure) -> [UInt8] {
        guard request.header("Content-Encoding")?.lowercased() == "gzip", !request.body.isEmpty else {
            return request.body
        }
        return try Gzip.expand(request.body, limit: limit)
    }

    private static func refusal(ofCompression request: LocalRequest) -> LocalResponse? {
        let encoding = request.header("Content-Encoding")?.lowercased() ?? ""
        if ["", "identity", "gzip"].contains(encoding) { return nil }
        return .text(.unsupportedMediaType, "Only gzip is expanded here").adding("Accept-Encoding", "gzip")
    }

    /// Programs may leave the type out; pages may not.
    private static func refusal(ofType request: LocalRequest) -> LocalResponse? {
        let type = request.header("Content-Type")?.prefix { $0 != ";" && $0 != " " }.lowercased()
        switch type {
        case "application/json": return nil
        case nil where request.header("Origin") == nil: return nil
        case "application/x-protobuf" where request.body.first == UInt8(ascii: "["):
            return .text(.badRequest, "Expected a PROTO3 encoded list")
        case "application/x-protobuf", "application/x-thrift":
            return .text(.unsupportedMediaType, "Protobuf and thrift are not read here yet: send application/json")
        default: return .text(.unsupportedMediaType, "Send spans as application/json")
        }
    }
}
