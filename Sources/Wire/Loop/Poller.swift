// Which descriptors are ready?

import CLinux

/// An epoll set with room for the events of one turn.
///
/// A flow is registered once, for everything, edge-triggered: after that no `epoll_ctl` is made for it, and closing
/// its descriptor takes it out.
@safe
public struct Poller: ~Copyable {
    private let epoll: FileDescriptor
    private let events: UnsafeMutablePointer<epoll_event>
    private let capacity: Int
    private var count = 0

    /// `capacity` is the most events of one `wait`; more than these simply come with the next one.
    public init(capacity: Int = 512) throws(SystemError) {
        precondition(capacity > 0, "A poller needs room for an event.")
        epoll = FileDescriptor(taking: try Syscall.checked("epoll_create1") { CLinux_epoll_create() })
        self.capacity = capacity
        unsafe events = .allocate(capacity: capacity)
        unsafe events.initialize(repeating: epoll_event(), count: capacity)
    }

    deinit { unsafe events.deallocate() }

    /// The descriptor of the epoll set itself; it is readable while an event waits.
    public var rawDescriptor: Int32 { epoll.rawValue }

    /// Registers a flow for reading, writing and the peer's end, edge-triggered, for as long as it is open.
    public borrowing func add(_ fd: Int32, token: UInt64) throws(SystemError) {
        try add(fd, events: CLinux_epoll_flow_events(), token: token)
    }

    /// Has a registered flow reported under another token from now on; what is ready is reported again.
    public borrowing func move(_ fd: Int32, to token: UInt64) throws(SystemError) {
        let number = epoll.rawValue
        _ = try Syscall.checked("epoll_ctl MOD") { CLinux_epoll_modify(number, fd, CLinux_epoll_flow_events(), token) }
    }

    /// Registers a listening socket, an eventfd or a signalfd for reading, level-triggered: it is reported in every
    /// turn until it is empty.
    public borrowing func addListening(_ fd: Int32, token: UInt64) throws(SystemError) {
        try add(fd, events: EPOLLIN.rawValue, token: token)
    }

    /// Turns the reports of a level-triggered descriptor off and on, for example while descriptors are short.
    public borrowing func setListening(_ fd: Int32, token: UInt64, enabled: Bool) throws(SystemError) {
        let number = epoll.rawValue
        let events = enabled ? EPOLLIN.rawValue : 0
        _ = try Syscall.checked("epoll_ctl MOD") { CLinux_epoll_modify(number, fd, events, token) }
    }

    private borrowing func add(_ fd: Int32, events: UInt32, token: UInt64) throws(SystemError) {
        let number = epoll.rawValue
        _ = try Syscall.checked("epoll_ctl ADD") { CLinux_epoll_add(number, fd, events, token) }
    }

    /// Takes a descriptor out that stays open.
    public borrowing func remove(_ fd: Int32) throws(SystemError) {
        let number = epoll.rawValue
        _ = try Syscall.checked("epoll_ctl DEL") { CLinux_epoll_delete(number, fd) }
    }

    /// Waits for events and answers how many there are. -1 waits for ever, 0 does not wait.
    ///
    /// An interrupted wait has no events: the caller's turn goes on and its timers are looked at.
    public mutating func wait(timeoutMilliseconds: Int32) -> Int {
        // Sound: the array has `capacity` places.
        let answer = unsafe CLinux_epoll_wait(epoll.rawValue, events, Int32(capacity), timeoutMilliseconds)
        precondition(answer >= 0 || answer == -EINTR, "epoll_wait refused its own arguments.")
        count = max(0, Int(answer))
        return count
    }

    /// The event number `index` of the last `wait`.
    public func event(_ index: Int) -> PollEvent {
        precondition(index >= 0 && index < count, "There are fewer events.")
        // Sound: index < count <= capacity.
        return unsafe PollEvent(token: CLinux_epoll_token(events + index), flags: CLinux_epoll_flags(events + index))
    }
}
