// Whether traces are asked for, merged and linked as Zipkin does it.

import Archive
import Foundation
import Telemetry
import Testing

/// `tracing/zipkin_annotation_query.json`, `dependency_links.json` and `zipkin_trace_merge.json`.
@Suite struct ZipkinQueryVectors {
    @Test func `annotation queries are read as the vectors say`() {
        VectorFile.run("tracing", "zipkin_annotation_query") { vector in
            let clauses = AnnotationQuery(vector["annotationQuery"].string ?? "").clauses
            return .expect(JSON.object(clauses.mapValues { .string($0) }), vector["expect"])
        }
    }

    @Test func `traces link services as the vectors say`() {
        VectorFile.run("tracing", "dependency_links") { vector in
            var links = DependencyLinks()
            links.add(trace: try vector["spans"].array.map { try ZipkinVectorSpan.span($0) })
            return .expect(JSON.array(links.links.map(Self.json)), vector["expect"]["links"])
        }
    }

    @Test func `traces are merged as the vectors say`() {
        VectorFile.run("tracing", "zipkin_trace_merge") { vector in
            let spans = try vector["spans"].array.map { try ZipkinVectorSpan.span($0) }
            return .expect(try JSON(Data(ZipkinJSON.encode(TraceMerge.merge(spans)))), vector["expect"]["merged"])
        }
    }

    private static func json(_ link: DependencyLink) -> JSON {
        var members: [String: JSON] = [
            "parent": .string(link.parent), "child": .string(link.child), "callCount": number(link.callCount),
        ]
        if link.errorCount > 0 { members["errorCount"] = number(link.errorCount) }
        return .object(members)
    }

    private static func number(_ value: UInt64) -> JSON { .number(Double(value), text: "\(value)") }
}
