// Does the API answer as Zipkin's server does, by the shared vectors?

import Bytes
import Connection
import Foundation
import HTTP
import Testing

@testable import Admin

/// `zipkin_http.json`, from the fixtures or from the directory that `HEADGATE_VECTORS` names.
@Suite struct ZipkinVectorTests {
    private struct Vector {
        let id: String
        let request: [String: Any]
        let expect: [String: Any]
    }

    @Test func `the vectors of Zipkin's endpoints are met`() async throws {
        var passed = 0
        var failures: [String] = []
        var skipped: [String: [String]] = [:]
        for vector in try Self.vectors() {
            if let reason = Self.reasonToSkip(vector) {
                skipped[reason, default: []].append(vector.id)
            } else if let failure = await Self.failure(of: vector, at: try AdminFixture()) {
                failures.append("\(vector.id): \(failure)")
            } else {
                passed += 1
            }
        }
        let count = skipped.values.reduce(0) { $0 + $1.count }
        print("tracing/zipkin_http.json: \(passed) passed, \(failures.count) failed, \(count) skipped")
        for (reason, ids) in skipped.sorted(by: { $0.key < $1.key }) {
            print("    skipped, \(reason): \(ids.joined(separator: " "))")
        }
        for failure in failures { Issue.record("tracing/zipkin_http.json \(failure)") }
    }

    private static func vectors() throws -> [Vector] {
        guard let file = candidates().first(where: { FileManager.default.fileExists(atPath: $0) }) else {
            print("tracing/zipkin_http.json: missing, skipped")
            return []
        }
        let json = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: file)))
        let cases = (json as? [String: Any])?["cases"] as? [[String: Any]] ?? []
        return cases.map {
            Vector(
                id: $0["id"] as? String ?? "?",
                request: $0["request"] as? [String: Any] ?? [:],
                expect: $0["expect"] as? [String: Any] ?? [:]
            )
        }
    }

    private static func candidates() -> [String] {
        if let given = ProcessInfo.processInfo.environment["HEADGATE_VECTORS"], !given.isEmpty {
            return ["\(given)/tracing/zipkin_http.json", "\(given)/zipkin_http.json"]
        }
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
        return ["\(tests)/ConformanceTests/Fixtures/tracing/zipkin_http.json"]
    }

    /// Parts of Zipkin that later work brings.
    private static func reasonToSkip(_ vector: Vector) -> String? {
        let path = vector.request["path"] as? String ?? ""
        if path.contains("/api/v1/") { return "the v1 formats are not read yet" }
        if vector.request["body"] is [String: Any] { return "protobuf and thrift are not read yet" }
        let isAPI = path.contains("/api/v2/") || AdminRoutes.table.contains { $0.leads(to: path) }
        if !isAPI && path != "/zipkin/config.json" { return "Zipkin's web UI and server pages are not served" }
        if path == "/" || path == "/metrics" { return "our own page stands here" }
        return nil
    }

    private static func failure(of vector: Vector, at window: AdminFixture) async -> String? {
        var headers: [LocalRequest.Pair] = []
        if let type = vector.request["content_type"] as? String { headers.append(("Content-Type", type)) }
        if let encoding = vector.request["content_encoding"] as? String {
            headers.append(("Content-Encoding", encoding))
        }
        let method = (vector.request["method"] as? String ?? "GET").withByteView { HTTP.Method($0) }
        let body = Array((vector.request["body"] as? String ?? "").utf8)
        let path = vector.request["path"] as? String ?? "/"
        let response = await window.ask(method, path, headers: headers, body: body)
        return difference(response, vector.expect)
    }

    /// The first expectation that is not met.
    private static func difference(_ response: LocalResponse, _ expect: [String: Any]) -> String? {
        if let status = expect["status"] as? Int, status != Int(response.status.rawValue) {
            return "status \(response.status), expected \(status): \(response.text)"
        }
        if let body = expect["body"] as? String, body != response.text { return "body '\(response.text)'" }
        if let part = expect["body_contains"] as? String, !response.text.contains(part) {
            return "body '\(response.text)' without '\(part)'"
        }
        let type = response.header("Content-Type") ?? ""
        if let wanted = expect["content_type"] as? String, !type.hasPrefix(wanted) { return "type \(type)" }
        if let header = expect["header"] as? [String], header.count == 2, response.header(header[0]) != header[1] {
            return "\(header[0]): \(response.header(header[0]) ?? "missing")"
        }
        return jsonDifference(response, expect)
    }

    private static func jsonDifference(_ response: LocalResponse, _ expect: [String: Any]) -> String? {
        guard expect["json"] != nil || expect["json_type"] != nil || expect["json_keys"] != nil else { return nil }
        guard let json = try? JSONSerialization.jsonObject(with: Data(response.body)) else { return "no JSON" }
        if let wanted = expect["json"] as? NSObject, wanted != json as? NSObject { return "JSON \(response.text)" }
        if expect["json_type"] is String, !(json is [Any]) { return "no list: \(response.text)" }
        if let keys = expect["json_keys"] as? [String], Set(keys) != Set((json as? [String: Any] ?? [:]).keys) {
            return "keys of \(response.text)"
        }
        return nil
    }
}
