// How does the collector tell time on a real loop?

import Time
import Wire

extension CollectorClock {
    /// The machine's clocks, and waiting on `loop`.
    public init(loop: LoopExecutor) {
        self.init(
            now: { MonotonicClock.now() },
            unixMicroseconds: { ClockAnchor.now().unixMicroseconds },
            // A wait that is cancelled ends early, which is all that the collector wants to know.
            sleep: { instant in try? await loop.sleep(until: Deadline(at: instant)) }
        )
    }
}
