// Time that passes when a test says so.

import Collector
import Synchronization
import Time

/// A clock that stands still but for `advance`, and for sleeping, which takes no time and moves it.
final class ManualClock: Sendable {
    private let present = Mutex(Instant.zero + .seconds(1000))

    var now: Instant { present.withLock { $0 } }

    func advance(by duration: Duration) { present.withLock { $0 += duration } }

    var collectorClock: CollectorClock {
        CollectorClock(
            now: { self.now },
            unixMicroseconds: { 1_700_000_000_000_000 + Int64(self.now.nanoseconds / 1000) },
            sleep: { until in
                self.present.withLock { $0 = max($0, until) }
                await Task.yield()
            }
        )
    }
}
