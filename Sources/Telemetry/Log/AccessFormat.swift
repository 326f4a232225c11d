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
        var line = AccessLine(self)
        line.open(&buffer)
        writeRequest(facts, &line, &buffer)
        writeAnswer(facts, &line, &buffer)
        writeTrace(facts, &line, &buffer)
        line.close(&buffer)
    }

    private func writeRequest(_ facts: AccessFacts, _ line: inout AccessLine, _ buffer: inout ByteBuffer) {
        line.key("time", &buffer)
        line.quote(&buffer)
        CivilTime(unixMicroseconds: facts.startMicroseconds).write(to: &buffer)
        line.quote(&buffer)
        if let client = facts.client {
            line.key("client", &buffer)
            line.quote(&buffer)
            client.write(to: &buffer)
            line.quote(&buffer)
        }
        line.text("method", facts.method, &buffer)
        line.text("host", facts.host, &buffer)
        line.text("path", facts.path, &buffer)
        line.text("protocol", facts.protocolName, &buffer)
        line.text("user_agent", facts.userAgent, &buffer)
    }

    private func writeAnswer(_ facts: AccessFacts, _ line: inout AccessLine, _ buffer: inout ByteBuffer) {
        line.number("status", UInt64(facts.status), &buffer)
        line.number("received_bytes", facts.bytesReceived, &buffer)
        line.number("sent_bytes", facts.bytesSent, &buffer)
        line.number("duration_us", facts.durationMicroseconds, &buffer)
        line.text("route", facts.route, &buffer)
        line.text("upstream", facts.upstream, &buffer)
        line.number("attempts", facts.attempts, &buffer)
        line.text("error", facts.error, &buffer)
    }

    private func writeTrace(_ facts: AccessFacts, _ line: inout AccessLine, _ buffer: inout ByteBuffer) {
        if facts.traceID.isValid {
            line.key("trace_id", &buffer)
            line.quote(&buffer)
            facts.traceID.writeShort(to: &buffer)
            line.quote(&buffer)
            line.key("span_id", &buffer)
            line.quote(&buffer)
            facts.spanID.write(to: &buffer)
            line.quote(&buffer)
        }
        guard let verdict = facts.verdict else { return }
        line.key("sampled", &buffer)
        buffer.append(verdict.isSampled ? "true" : "false")
        line.text("reason", ByteView(verdict.reason.name), &buffer)
    }
}
