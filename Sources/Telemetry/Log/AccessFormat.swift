// What an access log line looks like.

import Bytes

/// The two shapes of a line: `key=value` pairs, or a JSON object. One line, one exchange, whatever the bytes say.
public enum AccessFormat: UInt8, Hashable, Sendable {
    case text
    case json

    /// The word of the configuration (`access-log text`).
    public init?(name: String) {
        switch name {
        case "text": self = .text
        case "json": self = .json
        default: return nil
        }
    }

    /// Appends the line, with its line feed.
    public func write(_ facts: AccessFacts, to buffer: inout ByteBuffer) {
        buffer.write(upTo: Self.frameBytes + 6 * facts.viewBytes) { room in
            var line = AccessLine(self)
            line.open(&room)
            writeRequest(facts, &line, &room)
            writeAnswer(facts, &line, &room)
            writeTrace(facts, &line, &room)
            line.close(&room)
        }
    }

    /// The most that keys, numbers, ids, address and punctuation take; an escaped byte of a value takes six.
    private static let frameBytes = 1024

    private func writeRequest(_ facts: AccessFacts, _ line: inout AccessLine, _ room: inout Room) {
        line.key("time", &room)
        line.quote(&room)
        CivilTime(unixMicroseconds: facts.startMicroseconds).write(to: &room)
        line.quote(&room)
        line.token("client", facts.clientText, &room)
        line.text("client_identity", facts.clientIdentity, &room)
        line.token("method", facts.method, &room)
        line.text("host", facts.host, &room)
        line.text("path", facts.path, &room)
        line.token("protocol", facts.protocolName, &room)
        line.text("user_agent", facts.userAgent, &room)
    }

    private func writeAnswer(_ facts: AccessFacts, _ line: inout AccessLine, _ room: inout Room) {
        line.number("status", UInt64(facts.status), &room)
        line.token("grpc_status", facts.grpcStatus, &room)
        line.number("received_bytes", facts.bytesReceived, &room)
        line.number("sent_bytes", facts.bytesSent, &room)
        line.number("duration_us", facts.durationMicroseconds, &room)
        line.text("route", facts.route, &room)
        line.text("upstream", facts.upstream, &room)
        line.number("attempts", facts.attempts, &room)
        line.text("error", facts.error, &room)
        line.text("error_detail", facts.errorDetail, &room)
    }

    private func writeTrace(_ facts: AccessFacts, _ line: inout AccessLine, _ room: inout Room) {
        if facts.traceID.isValid {
            line.key("trace_id", &room)
            line.quote(&room)
            if facts.traceID.high != 0 { room.append(hex: facts.traceID.high) }
            room.append(hex: facts.traceID.low)
            line.quote(&room)
            line.key("span_id", &room)
            line.quote(&room)
            room.append(hex: facts.spanID.value)
            line.quote(&room)
        }
        guard let verdict = facts.verdict else { return }
        line.key("sampled", &room)
        if verdict.isSampled { room.append("true") } else { room.append("false") }
        line.token("reason", ByteView(verdict.reason.name), &room)
    }
}
