// When did a span end?

import Telemetry

extension ZipkinSpan {
    /// In microseconds since 1970; its beginning when it has no duration. Times that no calendar has end with the numbers.
    public var end: Int64 {
        let (sum, isTooLate) = timestamp.addingReportingOverflow(duration)
        return isTooLate ? (duration < 0 ? .min : .max) : sum
    }
}
