// What time is it now? The only clock that workers read, once a turn.

import CLinux
import Time

/// The kernel's monotonic clock.
public enum MonotonicClock {
    /// About 25 ns: glibc asks the vDSO, not the kernel.
    public static func now() -> Instant { Instant(nanoseconds: CLinux_monotonic_nanoseconds()) }
}

extension ClockAnchor {
    /// Reads both clocks one after the other.
    public static func now() -> ClockAnchor {
        let instant = MonotonicClock.now()
        return ClockAnchor(instant: instant, unixMicroseconds: CLinux_wall_microseconds())
    }
}
