// How is a span written as Zipkin v2 JSON?

import Bytes
import Telemetry

/// Zipkin v2 JSON, with zipkin2's order of fields and its escapes; what is absent is left out.
///
/// ```
/// {"traceId":"…","parentId":"…","id":"…","kind":"CLIENT","name":"get","timestamp":1,"duration":1,
///  "localEndpoint":{"serviceName":"…","ipv4":"…","port":80},"remoteEndpoint":{…},
///  "annotations":[{"timestamp":1,"value":"…"}],"tags":{"key":"value"},"debug":true,"shared":true}
/// ```
public enum ZipkinJSON {
    /// Appends one span as an object.
    public static func write(_ span: ZipkinSpan, to buffer: inout ByteBuffer) {
        writeIDs(traceID: span.traceID, parentID: span.parentID ?? .none, id: span.id, to: &buffer)
        if let kind = span.kind { writeKind(kind, to: &buffer) }
        if let name = span.name {
            buffer.append(",\"name\":")
            buffer.appendJSONString(name)
        }
        writeTimes(timestamp: span.timestamp, duration: span.duration, to: &buffer)
        if let endpoint = span.localEndpoint { write(endpoint, as: ",\"localEndpoint\":", to: &buffer) }
        if let endpoint = span.remoteEndpoint { write(endpoint, as: ",\"remoteEndpoint\":", to: &buffer) }
        if !span.annotations.isEmpty { write(span.annotations, to: &buffer) }
        if !span.tags.isEmpty { write(span.tags, to: &buffer) }
        writeFlags(isDebug: span.isDebug, isShared: span.isShared, to: &buffer)
    }

    /// Appends a list of spans: a whole message, and one trace of an answer.
    public static func write(_ spans: [ZipkinSpan], to buffer: inout ByteBuffer) {
        buffer.append(UInt8(ascii: "["))
        for (i, span) in spans.enumerated() {
            if i > 0 { buffer.append(UInt8(ascii: ",")) }
            write(span, to: &buffer)
        }
        buffer.append(UInt8(ascii: "]"))
    }

    /// A whole message.
    public static func encode(_ spans: [ZipkinSpan]) -> [UInt8] {
        var buffer = ByteBuffer()
        write(spans, to: &buffer)
        return buffer.readable.array
    }

    // MARK: Parts, which the collector also writes straight from a record

    /// `{"traceId":…,"parentId":…,"id":…`, the beginning of every span.
    public static func writeIDs(traceID: TraceID, parentID: SpanID, id: SpanID, to buffer: inout ByteBuffer) {
        buffer.append("{\"traceId\":\"")
        traceID.writeShort(to: &buffer)
        if parentID.isValid, parentID != id {
            buffer.append("\",\"parentId\":\"")
            parentID.write(to: &buffer)
        }
        buffer.append("\",\"id\":\"")
        id.write(to: &buffer)
        buffer.append(UInt8(ascii: "\""))
    }

    public static func writeKind(_ kind: SpanKind, to buffer: inout ByteBuffer) {
        switch kind {
        case .client: buffer.append(",\"kind\":\"CLIENT\"")
        case .server: buffer.append(",\"kind\":\"SERVER\"")
        case .producer: buffer.append(",\"kind\":\"PRODUCER\"")
        case .consumer: buffer.append(",\"kind\":\"CONSUMER\"")
        }
    }

    /// Microseconds; zero or less is absent.
    public static func writeTimes(timestamp: Int64, duration: Int64, to buffer: inout ByteBuffer) {
        if timestamp > 0 {
            buffer.append(",\"timestamp\":")
            buffer.appendDecimal(UInt64(timestamp))
        }
        if duration > 0 {
            buffer.append(",\"duration\":")
            buffer.appendDecimal(UInt64(duration))
        }
    }

    /// The end of every span.
    public static func writeFlags(isDebug: Bool, isShared: Bool, to buffer: inout ByteBuffer) {
        if isDebug { buffer.append(",\"debug\":true") }
        if isShared { buffer.append(",\"shared\":true") }
        buffer.append(UInt8(ascii: "}"))
    }

    /// What stands in an endpoint's braces after the service name; `isFirst` says whether nothing stands before it.
    public static func writeAddress(
        _ address: IPAddress?,
        port: UInt16,
        isFirst: Bool,
        to buffer: inout ByteBuffer
    ) {
        var isFirst = isFirst
        if let address {
            if !isFirst { buffer.append(UInt8(ascii: ",")) }
            buffer.append(address.isIPv4 ? "\"ipv4\":\"" : "\"ipv6\":\"")
            address.write(to: &buffer)
            buffer.append(UInt8(ascii: "\""))
            isFirst = false
        }
        if port != 0 {
            buffer.append(isFirst ? "\"port\":" : ",\"port\":")
            buffer.appendDecimal(UInt64(port))
        }
    }

    private static func write(_ endpoint: ZipkinEndpoint, as field: StaticString, to buffer: inout ByteBuffer) {
        buffer.append(field)
        buffer.append(UInt8(ascii: "{"))
        if let name = endpoint.serviceName {
            buffer.append("\"serviceName\":")
            buffer.appendJSONString(name)
        }
        writeAddress(endpoint.address, port: endpoint.port, isFirst: endpoint.serviceName == nil, to: &buffer)
        buffer.append(UInt8(ascii: "}"))
    }

    private static func write(_ annotations: [ZipkinAnnotation], to buffer: inout ByteBuffer) {
        buffer.append(",\"annotations\":[")
        for (i, annotation) in annotations.enumerated() {
            buffer.append(i > 0 ? ",{\"timestamp\":" : "{\"timestamp\":")
            buffer.appendDecimal(UInt64(max(0, annotation.timestamp)))
            buffer.append(",\"value\":")
            buffer.appendJSONString(annotation.value)
            buffer.append(UInt8(ascii: "}"))
        }
        buffer.append(UInt8(ascii: "]"))
    }

    private static func write(_ tags: [ZipkinTag], to buffer: inout ByteBuffer) {
        buffer.append(",\"tags\":{")
        for (i, tag) in tags.enumerated() {
            if i > 0 { buffer.append(UInt8(ascii: ",")) }
            buffer.appendJSONString(tag.key)
            buffer.append(UInt8(ascii: ":"))
            buffer.appendJSONString(tag.value)
        }
        buffer.append(UInt8(ascii: "}"))
    }
}
