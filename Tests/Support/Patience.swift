// How long do tests wait for something that must happen?

import Glibc
import Testing

/// A bound on waiting: long enough for a loaded machine, short enough to end a hung test.
///
/// Tests never sleep to let time pass; they wait for an event, look for it often, and give up after this long.
public struct Patience: Sendable {
    /// The moment, in nanoseconds of the monotonic clock, after which waiting is over.
    private let end: UInt64

    /// What a test waits for anything: far more than it ever takes, so that a busy machine fails no test.
    public static var usual: Patience { Patience(seconds: 20) }

    public init(seconds: Double) {
        end = Patience.now + UInt64(seconds * 1e9)
    }

    /// Whole milliseconds that remain, 0 when none do; the form that `poll` takes.
    public var milliseconds: Int32 {
        let now = Patience.now
        return now >= end ? 0 : Int32(min((end - now) / 1_000_000 + 1, 1_000_000))
    }

    public var isOver: Bool { Patience.now >= end }

    /// Nanoseconds of the monotonic clock.
    public static var now: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// Looks at `condition` every two milliseconds until it holds; throws, naming `what`, when it does not come.
public func eventually(
    _ what: String,
    within patience: Patience = .usual,
    _ condition: () throws -> Bool
) throws {
    while try !condition() {
        if patience.isOver { throw TestFailure("waited in vain: \(what)") }
        usleep(2_000)
    }
}
