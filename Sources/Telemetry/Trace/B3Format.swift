// How B3 spells a trace context, in one field or in five.

import Bytes
import HTTP

/// Reader and writer of both B3 forms (B3 propagation text, "Multiple Headers" and "Single Header").
///
/// ```
/// b3: 80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90
///     trace id (16 or 32)              span id          |  parent id
///                                                       0 deny, 1 accept, d debug
/// b3: 0                                                 a decision without ids
/// ```
/// Strict where peers disagree: exact lengths, lower case only, never padded. One leniency is kept, because a widely
/// used library writes it: `trace-span-parent` without a state is read as deferred. It is never written.
public enum B3Format {
    // MARK: Single

    /// Reads the first `b3` field; further ones are ignored, as the reference library does.
    public static func readSingle(_ fields: borrowing Fields) -> FormatReading {
        guard fields.contains(.b3), let value = fields.first(.b3) else { return .absent }
        return readSingle(value)
    }

    /// Reads the value of a `b3` field.
    public static func readSingle(_ value: ByteView) -> FormatReading {
        if value.count == 1 {
            guard let decision = state(value[0]) else { return .malformed }
            return .decision(decision)
        }
        guard let dash = value.firstIndex(of: 0x2D), let traceID = TraceID(hex: value.prefix(dash)) else {
            return .malformed
        }
        guard value.count >= dash + 17, let spanID = SpanID(hex: value.slice(from: dash + 1, count: 16)) else {
            return .malformed
        }
        var context = TraceContext(traceID: traceID, spanID: spanID)
        let rest = value.dropFirst(dash + 17)
        return readTail(rest, into: &context) ? .context(context) : .malformed
    }

    /// What follows the span id: nothing, `-state`, `-state-parent`, or `-parent`.
    private static func readTail(_ tail: ByteView, into context: inout TraceContext) -> Bool {
        if tail.isEmpty { return true }
        guard tail[0] == 0x2D else { return false }
        if tail.count == 17 { return readParent(tail.dropFirst(1), into: &context) }
        guard tail.count == 2 || (tail.count == 19 && tail[2] == 0x2D), let decision = state(tail[1]) else {
            return false
        }
        context.decision = decision
        return tail.count == 2 || readParent(tail.dropFirst(3), into: &context)
    }

    /// Sixteen digits; all zeros mean that there is no parent (in this form only).
    private static func readParent(_ digits: ByteView, into context: inout TraceContext) -> Bool {
        guard let word = HexWord.read(digits, at: 0) else { return false }
        context.parentID = SpanID(word)
        return true
    }

    private static func state(_ byte: UInt8) -> Decision? {
        switch byte {
        case 0x30: .deny
        case 0x31: .accept
        case 0x64: .debug
        default: nil
        }
    }

    // MARK: Multi

    private static let multiMask: UInt64 =
        1 << UInt64(FieldName.xB3TraceID.rawValue) | 1 << UInt64(FieldName.xB3SpanID.rawValue)
        | 1 << UInt64(FieldName.xB3ParentSpanID.rawValue) | 1 << UInt64(FieldName.xB3Sampled.rawValue)
        | 1 << UInt64(FieldName.xB3Flags.rawValue)

    /// Reads the five `X-B3-…` fields, the first of each.
    ///
    /// `X-B3-Flags: 1` is debug and beats any Sampled; other flags say nothing. A Sampled that is neither of `1`, `0`,
    /// `true`, `false` spoils the whole context. A trace id without a span id spoils it too, but a deny among
    /// it is kept: who asked to be hidden and garbled the ids still asked.
    public static func readMulti(_ fields: borrowing Fields) -> FormatReading {
        guard fields.present & multiMask != 0 else { return .absent }
        guard var decision = sampled(fields.first(.xB3Sampled)) else { return .malformed }
        if let flags = fields.first(.xB3Flags), flags == "1" { decision = .debug }
        guard let traceDigits = fields.first(.xB3TraceID) else {
            // A lone parent or span id is nothing to act on, and nothing broken either.
            return decision == .deferred ? .absent : .decision(decision)
        }
        guard let traceID = TraceID(hex: traceDigits) else { return .malformed }
        guard let spanDigits = fields.first(.xB3SpanID) else {
            return decision == .deny ? .decision(.deny) : .malformed
        }
        guard let spanID = SpanID(hex: spanDigits) else { return .malformed }
        var context = TraceContext(traceID: traceID, spanID: spanID, decision: decision)
        if let parentDigits = fields.first(.xB3ParentSpanID) {
            guard let parentID = SpanID(hex: parentDigits) else { return .malformed }
            context.parentID = parentID
        }
        return .context(context)
    }

    private static func sampled(_ value: ByteView?) -> Decision? {
        guard let value else { return .deferred }
        if value.count == 1 {
            return value[0] == 0x31 ? .accept : value[0] == 0x30 ? .deny : nil
        }
        if value.equalsIgnoringCase("true") { return .accept }
        if value.equalsIgnoringCase("false") { return .deny }
        return nil
    }

    // MARK: Writing

    /// Appends the `b3` line. Without ids it carries the decision alone; a deferred context has no state.
    ///
    /// The parent is left out unless asked for: no reader needs it, and most writers omit it.
    public static func writeSingle(_ context: TraceContext, withParent: Bool = false, to buffer: inout ByteBuffer) {
        buffer.write(upTo: ContextText.maximumBytes) { room in
            writeSingle(ContextText(context), withParent: withParent, to: &room)
        }
    }

    /// Appends the `X-B3-…` lines. Debug implies accept, so Sampled is not written beside it.
    public static func writeMulti(_ context: TraceContext, to buffer: inout ByteBuffer) {
        buffer.write(upTo: ContextText.maximumBytes) { writeMulti(ContextText(context), to: &$0) }
    }

    static func writeSingle(_ text: ContextText, withParent: Bool, to room: inout Room) {
        guard text.hasIdentity || text.decision != .deferred else { return }
        room.append("b3: ")
        if text.hasIdentity {
            if text.isLong { room.append(text.high) }
            room.append(text.low)
            room.append(byte: 0x2D)
            room.append(text.span)
        }
        if let state = stateByte(text.decision) {
            if text.hasIdentity { room.append(byte: 0x2D) }
            room.append(byte: state)
        }
        if text.hasIdentity, withParent, text.hasParent {
            room.append(byte: 0x2D)
            room.append(text.parent)
        }
        room.append("\r\n")
    }

    private static func stateByte(_ decision: Decision) -> UInt8? {
        switch decision {
        case .deferred: nil
        case .deny: 0x30
        case .accept: 0x31
        case .debug: 0x64
        }
    }

    static func writeMulti(_ text: ContextText, to room: inout Room) {
        if text.hasIdentity {
            room.append("X-B3-TraceId: ")
            if text.isLong { room.append(text.high) }
            room.append(text.low)
            room.append("\r\nX-B3-SpanId: ")
            room.append(text.span)
            if text.hasParent {
                room.append("\r\nX-B3-ParentSpanId: ")
                room.append(text.parent)
            }
            room.append("\r\n")
        }
        switch text.decision {
        case .deferred: break
        case .deny: room.append("X-B3-Sampled: 0\r\n")
        case .accept: room.append("X-B3-Sampled: 1\r\n")
        case .debug: room.append("X-B3-Flags: 1\r\n")
        }
    }
}
