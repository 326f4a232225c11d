// Which timers have run out, and when does the next one?

/// Many timers, each set, moved and cancelled in constant time, on a clock of ticks.
///
/// The idea (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", SOSP 1987, scheme 7): level 0 has a slot for
/// each of the next 64 ticks, level 1 for each of the next 64 runs of 64 ticks, and so on; a far timer waits in a coarse
/// slot and moves to a finer one when its time comes near. A timer's level is that of the highest 6-bit digit in which
/// its tick differs from the present. So the slots of a level never wrap around, the next slot due is the lowest
/// occupied one of the lowest occupied level, and two bit scans find it.
///
/// A tick is 2^20 ns (1.05 ms): a shift instead of a division. Deadlines round up to a tick, so a timer is never early
/// and less than a tick late. Eight levels reach beyond the last representable instant.
///
/// Timers live in a slab that grows when it must and is never given back; nothing else allocates.
public struct TimerWheel: ~Copyable {
    private static let tickShift: UInt64 = 20
    private static let digitBits = 6
    private static let slotsPerLevel = 64
    private static let levels = 8
    /// The tick of `Instant.distantFuture`, rounded down so that it can be told as an instant again.
    private static let lastTick: UInt64 = UInt64.max >> tickShift

    /// One timer. Links and the free list use indexes into the slab; `nowhere` ends a list.
    private struct Timer {
        var token: UInt64
        /// The tick at which the timer is to fire.
        var deadline: UInt64
        /// The tick under which it is linked; never later than `deadline` while it is armed.
        var linked: UInt64
        var next: UInt32
        var previous: UInt32
        var generation: UInt32
        /// `level * 64 + slot`, or `disarmed`, or `free`.
        var place: UInt16
    }

    private static let nowhere = UInt32.max
    private static let disarmed = UInt16.max
    private static let free = UInt16.max - 1

    private var timers: [Timer] = []
    private var firstFree: UInt32 = TimerWheel.nowhere
    private var heads: [UInt32]
    /// One bit for each slot of a level that holds a timer.
    private var occupied: [UInt64]
    /// One bit for each level that holds a timer.
    private var occupiedLevels: UInt32 = 0
    /// Every timer linked at or before this tick stands in level 0, slot `current & 63`.
    private var current: UInt64
    /// How many timers exist, armed or not.
    public private(set) var count: Int = 0

    public init(now: Instant) {
        heads = [UInt32](repeating: TimerWheel.nowhere, count: TimerWheel.levels * TimerWheel.slotsPerLevel)
        occupied = [UInt64](repeating: 0, count: TimerWheel.levels)
        current = now.nanoseconds >> TimerWheel.tickShift
    }

    /// Makes room for `capacity` timers, so that adding them does not allocate.
    public mutating func reserve(_ capacity: Int) { timers.reserveCapacity(capacity) }

    /// Adds a timer that hands out `token` once `instant` has come; at the next call when it lies in the past.
    public mutating func add(token: UInt64, at instant: Instant) -> TimerID {
        let deadline = TimerWheel.tick(roundingUp: instant)
        let index = takeTimer(token: token, deadline: deadline)
        link(index, under: deadline)
        count += 1
        return TimerID(index: index, generation: timers[Int(index)].generation)
    }

    /// Sets the timer to `instant`, whether it is armed or has fired. Traps when the timer was cancelled.
    ///
    /// Later than armed only writes the new deadline (the timer is put in its place when its old slot comes up): the
    /// usual case, since a timeout is pushed back on every sign of life. `Instant.distantFuture` is the cheap way to
    /// switch a timer off for a while.
    public mutating func move(_ id: TimerID, to instant: Instant) {
        precondition(isLive(id), "A timer was moved that does not exist.")
        let deadline = TimerWheel.tick(roundingUp: instant)
        let index = Int(id.index)
        timers[index].deadline = deadline
        if timers[index].place == TimerWheel.disarmed {
            link(id.index, under: deadline)
        } else if deadline < timers[index].linked {
            unlink(id.index)
            link(id.index, under: deadline)
        }
    }

    /// Removes the timer. An id that is `none` or whose timer is gone is ignored.
    public mutating func cancel(_ id: TimerID) {
        guard isLive(id) else { return }
        let index = Int(id.index)
        if timers[index].place != TimerWheel.disarmed { unlink(id.index) }
        timers[index].place = TimerWheel.free
        timers[index].generation &+= 1
        timers[index].next = firstFree
        firstFree = id.index
        count -= 1
    }

    /// Whether `id` names a timer that was added and not cancelled; it may have fired.
    public func isLive(_ id: TimerID) -> Bool {
        guard id.index < timers.count else { return false }
        let index = Int(id.index)
        return timers[index].generation == id.generation && timers[index].place != TimerWheel.free
    }

    /// The token of one timer whose time has come by `now`, or nil when there is none (left).
    ///
    /// The timer stays allocated but disarmed: `move` arms it again, `cancel` lets it go. Call it until it returns nil;
    /// a loop that moves each fired timer to `now` or before would not end. Timers of one tick come in no particular
    /// order. An instant before the last one is taken as that one.
    public mutating func nextExpired(now: Instant) -> UInt64? {
        let present = max(current, now.nanoseconds >> TimerWheel.tickShift)
        while let (place, start) = nextPlace(), start <= present {
            current = start
            if place < TimerWheel.slotsPerLevel {
                if let token = popDue(place) { return token }
            } else {
                cascade(place)
            }
        }
        // Every slot left begins later than this, so each timer still agrees with the present above its level.
        current = present
        return nil
    }

    /// A moment not later than the one at which the next timer fires; nil when none is armed. The poll's timeout.
    ///
    /// It may be early (a far timer's coarse slot begins before its deadline, a moved timer left its old slot behind):
    /// `nextExpired` then returns nil and this function a later instant.
    public func nextDeadline() -> Instant? {
        guard let (_, start) = nextPlace() else { return nil }
        return Instant(nanoseconds: start << TimerWheel.tickShift)
    }

    /// The first occupied slot in the order of time, with the tick at which it begins (at or after `current`).
    private func nextPlace() -> (place: Int, start: UInt64)? {
        if occupiedLevels == 0 { return nil }
        let level = occupiedLevels.trailingZeroBitCount
        let slot = occupied[level].trailingZeroBitCount
        let shift = UInt64(level * TimerWheel.digitBits)
        // Every timer of a level agrees with the present in all digits above it.
        let above = (current &>> (shift + 6)) &<< (shift + 6)
        return (level * TimerWheel.slotsPerLevel + slot, above | (UInt64(slot) &<< shift))
    }

    /// Takes timers from the slot of the present tick until one is really due; pushed back ones find their place.
    private mutating func popDue(_ place: Int) -> UInt64? {
        while heads[place] != TimerWheel.nowhere {
            let index = heads[place]
            unlink(index)
            let deadline = timers[Int(index)].deadline
            if deadline <= current { return timers[Int(index)].token }
            link(index, under: deadline)
        }
        return nil
    }

    /// Spreads a coarse slot, whose time has begun, over finer ones.
    private mutating func cascade(_ place: Int) {
        while heads[place] != TimerWheel.nowhere {
            let index = heads[place]
            unlink(index)
            link(index, under: timers[Int(index)].deadline)
        }
    }

    private mutating func link(_ index: UInt32, under tick: UInt64) {
        let linked = max(tick, current)
        let level = TimerWheel.level(of: linked, from: current)
        let slot = Int(truncatingIfNeeded: linked &>> UInt64(level * TimerWheel.digitBits)) & 63
        let place = level * TimerWheel.slotsPerLevel + slot
        let first = heads[place]
        timers[Int(index)].linked = tick
        timers[Int(index)].place = UInt16(truncatingIfNeeded: place)
        timers[Int(index)].next = first
        timers[Int(index)].previous = TimerWheel.nowhere
        if first != TimerWheel.nowhere { timers[Int(first)].previous = index }
        heads[place] = index
        occupied[level] |= 1 &<< UInt64(slot)
        occupiedLevels |= 1 &<< UInt32(level)
    }

    /// Leaves the timer disarmed.
    private mutating func unlink(_ index: UInt32) {
        let next = timers[Int(index)].next
        let previous = timers[Int(index)].previous
        let place = Int(timers[Int(index)].place)
        if next != TimerWheel.nowhere { timers[Int(next)].previous = previous }
        if previous != TimerWheel.nowhere {
            timers[Int(previous)].next = next
        } else {
            heads[place] = next
            if next == TimerWheel.nowhere { noteEmpty(place) }
        }
        timers[Int(index)].place = TimerWheel.disarmed
    }

    private mutating func noteEmpty(_ place: Int) {
        let level = place >> TimerWheel.digitBits
        occupied[level] &= ~(1 &<< UInt64(place & 63))
        if occupied[level] == 0 { occupiedLevels &= ~(1 &<< UInt32(level)) }
    }

    private mutating func takeTimer(token: UInt64, deadline: UInt64) -> UInt32 {
        let index = firstFree
        if index == TimerWheel.nowhere { return growByOne(token: token, deadline: deadline) }
        firstFree = timers[Int(index)].next
        timers[Int(index)].token = token
        timers[Int(index)].deadline = deadline
        return index
    }

    @inline(never)
    private mutating func growByOne(token: UInt64, deadline: UInt64) -> UInt32 {
        precondition(timers.count < Int(TimerWheel.nowhere), "A wheel holds fewer than 2^32 timers.")
        let timer = Timer(
            token: token,
            deadline: deadline,
            linked: deadline,
            next: TimerWheel.nowhere,
            previous: TimerWheel.nowhere,
            generation: 0,
            place: TimerWheel.disarmed
        )
        timers.append(timer)
        return UInt32(timers.count - 1)
    }

    /// The number of the highest 6-bit digit in which the two ticks differ; 0 when they are equal.
    private static func level(of tick: UInt64, from current: UInt64) -> Int {
        // 43/256 is 1/6 for every bit number up to 63: a multiplication instead of a division.
        ((63 - ((tick ^ current) | 1).leadingZeroBitCount) &* 43) >> 8
    }

    private static func tick(roundingUp instant: Instant) -> UInt64 {
        let whole = instant.nanoseconds >> tickShift
        let rest = instant.nanoseconds & (1 << tickShift - 1)
        return min(rest == 0 ? whole : whole + 1, lastTick)
    }
}
