// Which timer of a wheel is meant?

/// The name of one timer in the wheel that made it.
///
/// The generation tells a timer from a later one that lives in the same place, so an id that outlived its timer is
/// recognised instead of hitting a stranger.
public struct TimerID: Hashable, Sendable {
    let index: UInt32
    let generation: UInt32

    /// No timer. What a field holds before a timer is added and after it was cancelled.
    public static var none: TimerID { TimerID(index: .max, generation: 0) }

    public var isNone: Bool { index == .max }
}
