// Where in which trace does a request to a demo service stand?

import Bytes
import Connection
import Telemetry
import Wire

/// What a service makes of the `b3` header it gets: the context of its own span, and what it passes on.
///
/// A service never decides: it records when it is told so, records nothing when it is told not to, and passes the
/// decision on either way.
enum ServiceTrace: Sendable {
    /// No header, or one that cannot be read.
    case none
    /// A decision without ids.
    case decision(Decision)
    /// This service's own span.
    case span(TraceContext)

    init(_ request: LocalRequest) {
        let reading = request.header("b3")?.withByteView { B3Format.readSingle($0) } ?? .absent
        switch reading {
        case .absent, .malformed: self = .none
        case .decision(let decision): self = .decision(decision)
        case .context(let context): self = .span(context.child(Self.newSpanID()))
        }
    }

    /// The context of a span, when it is to be recorded.
    var recorded: TraceContext? {
        guard case .span(let context) = self, context.decision.isSampled == true else { return nil }
        return context
    }

    /// The trace of a call that is made from here.
    var call: ServiceTrace {
        guard case .span(let context) = self else { return self }
        return .span(context.child(Self.newSpanID()))
    }

    /// The header fields of such a call.
    var headers: [(name: String, value: String)] {
        var buffer = ByteBuffer()
        switch self {
        case .none: return []
        case .decision(let decision):
            B3Format.writeSingle(TraceContext(traceID: .none, spanID: .none, decision: decision), to: &buffer)
        case .span(let context): B3Format.writeSingle(context, to: &buffer)
        }
        let line = String(buffer.readable)
        guard let colon = line.firstIndex(of: ":") else { return [] }
        let value = line[line.index(after: colon)...].drop { $0 == " " }.prefix { !$0.isNewline }
        return [("b3", String(value))]
    }

    private static func newSpanID() -> SpanID {
        var random = SystemRandomNumberGenerator()
        return SpanID.random(using: &random)
    }
}
