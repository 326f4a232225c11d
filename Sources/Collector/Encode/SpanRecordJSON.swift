// How does a record of the ring become Zipkin v2 JSON without becoming anything in between?

import Archive
import Bytes
import Telemetry

/// Writes records as JSON objects, in one pass over their facts and without allocating per span.
///
/// Facts come in the order of events, JSON wants them by field: annotations and tags gather in two buffers, everything
/// else in views, and the object is put together at the end. What comes out is what `ZipkinJSON` writes for the same
/// span, but that tags keep the order in which they were recorded.
struct SpanRecordJSON: ~Copyable {
    private var annotations = ByteBuffer(capacity: 1024)
    private var tags = ByteBuffer(capacity: 2048)

    /// What stands in the object beside annotations and tags. Views into the record.
    private struct Names {
        var name = ByteView.empty
        var nameTail = ByteView.empty
        var localService = ByteView.empty
        var remoteService = ByteView.empty
        var remoteAddress: IPAddress?
        var remotePort: UInt16 = 0
    }

    mutating func write(_ record: SpanRecord, to buffer: inout ByteBuffer) {
        annotations.clear()
        tags.clear()
        let names = gather(record)
        ZipkinJSON.writeIDs(
            traceID: record.traceID,
            parentID: record.parentID,
            id: record.spanID,
            to: &buffer
        )
        if let kind = record.kind { ZipkinJSON.writeKind(kind, to: &buffer) }
        writeName(names, to: &buffer)
        ZipkinJSON.writeTimes(
            timestamp: record.startMicroseconds,
            duration: record.durationMicroseconds,
            to: &buffer
        )
        writeEndpoints(names, to: &buffer)
        if !annotations.isEmpty {
            buffer.append(",\"annotations\":[")
            buffer.append(annotations.readable)
            buffer.append(UInt8(ascii: "]"))
        }
        if !tags.isEmpty {
            buffer.append(",\"tags\":{")
            buffer.append(tags.readable)
            buffer.append(UInt8(ascii: "}"))
        }
        ZipkinJSON.writeFlags(
            isDebug: record.isDebug,
            isShared: record.isShared && record.kind != .client,
            to: &buffer
        )
    }

    private mutating func gather(_ record: SpanRecord) -> Names {
        var names = Names()
        var facts = record.facts
        let start = record.startMicroseconds
        while let fact = facts.next() {
            switch fact {
            case .annotation(let phase, let offset): annotate(phase, at: start &+ offset)
            case .tag(let tag, let value): self.tag(tag, value)
            case .name(let part): if names.name.isEmpty { names.name = part } else { names.nameTail = part }
            case .localService(let name): names.localService = name
            case .remoteService(let name): names.remoteService = name
            case .remoteAddress(let address, let port):
                names.remoteAddress = address
                names.remotePort = port
            }
        }
        if record.isTruncated { tag(.truncated, .text(ByteView("true"))) }
        return names
    }

    private mutating func annotate(_ phase: SpanPhase, at microseconds: Int64) {
        annotations.append(annotations.isEmpty ? "{\"timestamp\":" : ",{\"timestamp\":")
        annotations.appendDecimal(UInt64(max(0, microseconds)))
        annotations.append(",\"value\":\"")
        annotations.append(phase.name)
        annotations.append("\"}")
    }

    private mutating func tag(_ tag: SpanTag, _ value: SpanValue) {
        tags.append(tags.isEmpty ? "\"" : ",\"")
        tags.append(tag.name)
        tags.append("\":\"")
        if case .text(let text) = value { tags.appendJSONText(text) } else { value.write(to: &tags) }
        tags.append(UInt8(ascii: "\""))
    }

    private func writeName(_ names: Names, to buffer: inout ByteBuffer) {
        if names.name.isEmpty { return }
        buffer.append(",\"name\":\"")
        buffer.appendLowercasedJSONText(names.name)
        if !names.nameTail.isEmpty {
            buffer.append(UInt8(ascii: " "))
            buffer.appendLowercasedJSONText(names.nameTail)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private func writeEndpoints(_ names: Names, to buffer: inout ByteBuffer) {
        if !names.localService.isEmpty {
            buffer.append(",\"localEndpoint\":{")
            writeService(names.localService, to: &buffer)
            buffer.append(UInt8(ascii: "}"))
        }
        if names.remoteService.isEmpty, names.remoteAddress == nil, names.remotePort == 0 { return }
        buffer.append(",\"remoteEndpoint\":{")
        if !names.remoteService.isEmpty { writeService(names.remoteService, to: &buffer) }
        let isFirst = names.remoteService.isEmpty
        ZipkinJSON.writeAddress(names.remoteAddress, port: names.remotePort, isFirst: isFirst, to: &buffer)
        buffer.append(UInt8(ascii: "}"))
    }

    private func writeService(_ name: ByteView, to buffer: inout ByteBuffer) {
        buffer.append("\"serviceName\":\"")
        buffer.appendLowercasedJSONText(name)
        buffer.append(UInt8(ascii: "\""))
    }
}
