// Which formats a listener reads and writes, and in which order they are believed.

import Bytes
import HTTP

/// An ordered list of formats. Reading: the first that yields ids wins. Writing: all of them, from one context.
///
/// A `b3` field with nothing but a decision counts for the decision, whatever gives the ids; the `X-B3-…` ids beside it
/// are then ignored, as the reference library does, but those of another format are not.
public struct Propagator: Hashable, Sendable {
    /// The bits of `Fields.present` that concern traces; nothing is read when none of them is set.
    public static let mask: UInt64 =
        SteeringFields.b3.mask | SteeringFields.w3c.mask

    private let first: TraceFormat?
    private let second: TraceFormat?
    private let third: TraceFormat?

    /// The formats in order of belief; a format that comes again is ignored.
    public init(_ formats: [TraceFormat]) {
        var distinct: [TraceFormat] = []
        for format in formats where !distinct.contains(format) { distinct.append(format) }
        first = distinct.isEmpty ? nil : distinct[0]
        second = distinct.count > 1 ? distinct[1] : nil
        third = distinct.count > 2 ? distinct[2] : nil
    }

    /// `propagate b3 b3multi w3c`.
    public static var standard: Propagator { Propagator([.b3, .b3multi, .w3c]) }

    public var formats: [TraceFormat] { [first, second, third].compactMap { $0 } }

    // MARK: Reading

    /// Reads the trace fields of a request; a request without any costs one test of a mask.
    public func extract(from fields: borrowing Fields) -> Extraction {
        if fields.present & Self.mask == 0 { return .absent }
        return extractPresent(from: fields)
    }

    @inline(never)
    private func extractPresent(from fields: borrowing Fields) -> Extraction {
        var extraction = Extraction.absent
        take(first, from: fields, into: &extraction)
        take(second, from: fields, into: &extraction)
        take(third, from: fields, into: &extraction)
        if extraction.format == .w3c { readTraceState(fields, into: &extraction) }
        if extraction.outcome == .absent, !extraction.malformed.isEmpty { extraction.outcome = .malformed }
        return extraction
    }

    /// Reads one format and merges what it says into what the formats before it said.
    private func take(_ format: TraceFormat?, from fields: borrowing Fields, into extraction: inout Extraction) {
        guard let format else { return }
        switch Self.read(format, fields) {
        case .absent: return
        case .malformed: extraction.malformed.insert(TraceFormat.Set(format))
        case .decision(let decision): Self.merge(decision, into: &extraction)
        case .context(let context): Self.merge(context, of: format, into: &extraction)
        }
    }

    private static func read(_ format: TraceFormat, _ fields: borrowing Fields) -> FormatReading {
        switch format {
        case .b3: B3Format.readSingle(fields)
        case .b3multi: B3Format.readMulti(fields)
        case .w3c: W3CFormat.read(fields)
        }
    }

    private static func merge(_ decision: Decision, into extraction: inout Extraction) {
        guard extraction.outcome == .absent else { return }
        extraction.outcome = .decisionOnly
        extraction.context.decision = decision
    }

    private static func merge(_ context: TraceContext, of format: TraceFormat, into extraction: inout Extraction) {
        switch extraction.outcome {
        case .context:
            if extraction.context.traceID != context.traceID { extraction.disagrees = true }
        case .decisionOnly:
            // The B3 forms are one family: its decision came alone on purpose, so its other ids do not count.
            if format == .w3c { adopt(context, of: format, decision: extraction.context.decision, into: &extraction) }
        case .absent, .malformed:
            adopt(context, of: format, decision: context.decision, into: &extraction)
        }
    }

    private static func adopt(
        _ context: TraceContext,
        of format: TraceFormat,
        decision: Decision,
        into extraction: inout Extraction
    ) {
        extraction.outcome = .context
        extraction.format = format
        extraction.context = context
        extraction.context.decision = decision
    }

    private func readTraceState(_ fields: borrowing Fields, into extraction: inout Extraction) {
        guard fields.contains(.tracestate), let state = TraceState(fields) else { return }
        extraction.hasTraceState = state.count > 0
        guard let index = state.index(of: ByteView("ot")) else { return }
        let note = ThresholdNote(state.value(index))
        extraction.context.explicitRandomness = note.randomness
        extraction.incomingThreshold = note.threshold
    }

    // MARK: Writing

    /// Appends the field lines that carry `context` to an upstream, in every format of the list.
    ///
    /// - Parameters:
    ///   - context: the CLIENT span of the attempt, with a decision that is never deferred.
    ///   - entry: how the trace was entered; decides what becomes of `tracestate`.
    ///   - fields: the request's fields as they were read, from which `tracestate` is passed on.
    public func inject(
        _ context: TraceContext,
        entry: TraceEntry,
        fields: borrowing Fields,
        into buffer: inout ByteBuffer
    ) {
        inject(context, into: &buffer)
        if writesW3C { TraceStateWriter.write(entry: entry, fields: fields, to: &buffer) }
    }

    /// Appends the `tracestate` line that goes with the trace, where W3C is written. It is the same for every attempt.
    public func injectState(entry: TraceEntry, fields: borrowing Fields, into buffer: inout ByteBuffer) {
        if writesW3C { TraceStateWriter.write(entry: entry, fields: fields, to: &buffer) }
    }

    /// Appends the field lines of every format, without `tracestate`.
    public func inject(_ context: TraceContext, into buffer: inout ByteBuffer) {
        buffer.write(upTo: ContextText.maximumBytes) { room in
            let text = ContextText(context)
            if let first { Self.write(text, first, &room) }
            if let second { Self.write(text, second, &room) }
            if let third { Self.write(text, third, &room) }
        }
    }

    private var writesW3C: Bool { first == .w3c || second == .w3c || third == .w3c }

    private static func write(_ text: ContextText, _ format: TraceFormat, _ room: inout Room) {
        switch format {
        case .b3: B3Format.writeSingle(text, withParent: false, to: &room)
        case .b3multi: B3Format.writeMulti(text, to: &room)
        case .w3c: W3CFormat.write(text, to: &room)
        }
    }
}
