// How a record of the ring becomes a span of Zipkin's model.

import Bytes

extension ZipkinSpan {
    /// Copies a record out of the ring. For the cold side: everything is allocated here.
    public init(_ record: SpanRecord) {
        var parts = Parts()
        record.forEachItem { parts.take($0, start: record.startMicroseconds) }
        if record.isTruncated {
            parts.tags.append(ZipkinTag(key: String(describing: SpanTag.truncated.name), value: "true"))
        }
        self.init(
            traceID: record.traceID,
            id: record.spanID,
            parentID: record.parentID,
            kind: record.kind,
            name: parts.name,
            timestamp: record.startMicroseconds,
            duration: record.durationMicroseconds,
            localEndpoint: ZipkinEndpoint(serviceName: parts.localService),
            remoteEndpoint: ZipkinEndpoint(
                serviceName: parts.remoteService,
                address: parts.remoteAddress,
                port: parts.remotePort
            ),
            annotations: parts.annotations,
            tags: parts.tags,
            isDebug: record.isDebug,
            isShared: record.isShared
        )
    }

    /// What gathers while the items of a record pass by.
    private struct Parts {
        var name = ""
        var localService: String?
        var remoteService: String?
        var remoteAddress: IPAddress?
        var remotePort: UInt16 = 0
        var annotations: [ZipkinAnnotation] = []
        var tags: [ZipkinTag] = []

        mutating func take(_ item: SpanRecord.Item, start: Int64) {
            switch item {
            case .annotation(let phase, let offset):
                annotations.append(.init(timestamp: start + offset, value: String(describing: phase.name)))
            case .tag(let tag, let value): tags.append(.init(key: String(describing: tag.name), value: value))
            case .name(let part): name += name.isEmpty ? part : " " + part
            case .localService(let name): localService = name
            case .remoteService(let name): remoteService = name
            case .remoteAddress(let address, let port):
                remoteAddress = address
                remotePort = port
            }
        }
    }
}
