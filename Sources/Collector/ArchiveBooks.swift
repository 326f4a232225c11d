// Where is each span now, on its way into the archive?

import Archive

/// The collector's bookkeeping of the archive, changed in whole steps so that it adds up between any two.
struct ArchiveBooks: Sendable {
    private var counts = ArchiveFigures()
    /// Spans taken out of the rings.
    private var taken: UInt64 = 0

    /// The drain took spans: some will be written, some were refused by the intake.
    mutating func take(admitted: Int, refused: Int) {
        taken += UInt64(admitted + refused)
        admit(admitted, refused: refused)
    }

    /// Others sent spans.
    mutating func receive(admitted: Int, refused: Int) {
        counts.received += UInt64(admitted + refused)
        admit(admitted, refused: refused)
    }

    private mutating func admit(_ admitted: Int, refused: Int) {
        counts.waiting += UInt64(admitted)
        drop(refused, .intakeRate)
    }

    /// A batch was written.
    mutating func written(_ spans: KeptSpans) {
        counts.waiting -= UInt64(spans.kept + spans.duplicates + spans.overfull)
        counts.kept += UInt64(spans.kept)
        drop(spans.duplicates, .duplicate)
        drop(spans.overfull, .traceTooLarge)
        counts.error = nil
    }

    /// A batch could not be written.
    mutating func failed(_ spans: Int, _ error: ArchiveError) {
        counts.waiting -= UInt64(spans)
        drop(spans, .writeFailed)
        counts.error = error
    }

    mutating func evicted(_ traces: EvictedTraces) {
        counts.evicted.traces += traces.traces
        counts.evicted.spans += traces.spans
    }

    func figures(rings: RingTotals) -> ArchiveFigures {
        precondition(rings.recorded >= taken, "More spans were taken than had been recorded.")
        var figures = counts
        figures.sampled = rings.recorded + rings.lost
        figures.waiting += rings.recorded - taken
        if rings.lost > 0 { figures.dropped[.ringFull, default: 0] += rings.lost }
        return figures
    }

    private mutating func drop(_ spans: Int, _ reason: ArchiveDrop) {
        if spans > 0 { counts.dropped[reason, default: 0] += UInt64(spans) }
    }
}
