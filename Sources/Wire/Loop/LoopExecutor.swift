// On which thread does `async` code run?

import CLinux
import Synchronization
import Time

/// A loop of the cold side: one thread that runs tasks and actors and waits for their descriptors and deadlines.
///
/// As a `TaskExecutor` it takes whole tasks (`Task(executorPreference: loop)`), as a `SerialExecutor` it isolates the
/// actors that name it. All of its jobs run on its thread, one after another, so a job that blocks (a disk, a name
/// look-up) holds up everything on this loop and nothing elsewhere; workers have loops of their own kind.
///
/// Hopping between two actors of one loop stays on the thread; work from other threads comes through a mutex and an
/// eventfd.
public final class LoopExecutor: SerialExecutor, TaskExecutor, @unchecked Sendable {
    // Everything `private var` is touched by the loop's thread only, after `start` has made it.

    private enum Work: Sendable {
        case job(UnownedJob)
        case call(@Sendable (LoopExecutor) -> Void)
        case stop
    }

    private static let wakeToken = UInt64.max

    private let mail: Mailbox<Work>
    private let threadID = Atomic<Int32>(0)
    private let tickets = Atomic<UInt64>(0)
    private let thread = Mutex<LoopThread?>(nil)
    private var poller: Poller
    private var waiters: LoopWaiters
    private var scratch = IOScratch()
    /// Jobs that the loop's own thread made.
    private var jobs: [UnownedJob] = []
    private var isStopping = false

    private init() throws(SystemError) {
        mail = try Mailbox()
        poller = try Poller(capacity: 128)
        waiters = LoopWaiters(now: MonotonicClock.now())
        try poller.addListening(mail.wakeDescriptor, token: Self.wakeToken)
    }

    /// Starts a loop on a thread of its own, which it keeps alive until `stop`.
    public static func start(name: String, affinity: Int? = nil) throws(SystemError) -> LoopExecutor {
        let loop = try LoopExecutor()
        let thread = try LoopThread.start(name: name, affinity: affinity) { loop.run() }
        loop.thread.withLock { $0 = thread }
        return loop
    }

    /// Ends the thread after the jobs at hand, and waits for it unless called on it.
    ///
    /// Tasks that wait here never go on afterwards: end them first.
    public func stop() {
        mail.post(.stop)
        if isCurrent { return }
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
    }

    /// Whether the caller runs on the loop's thread.
    public var isCurrent: Bool { threadID.load(ordering: .relaxed) == CLinux_thread_id() }

    // MARK: Executing

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent { jobs.append(job) } else { mail.post(.job(job)) }
    }

    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    public func checkIsolated() { precondition(isCurrent, "Code of a loop runs on another thread.") }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    private func run() {
        threadID.store(CLinux_thread_id(), ordering: .relaxed)
        while !isStopping {
            runJobs()
            turn()
        }
        runJobs()
    }

    /// Runs the jobs at hand; what they add waits for the next turn, so that descriptors and timers get theirs.
    private func runJobs() {
        let batch = jobs
        jobs.removeAll(keepingCapacity: true)
        for job in batch {
            unsafe job.runSynchronously(
                isolatedTo: asUnownedSerialExecutor(),
                taskExecutor: asUnownedTaskExecutor()
            )
        }
    }

    private func turn() {
        let timeout = jobs.isEmpty && !isStopping ? waiters.pollTimeout(now: MonotonicClock.now()) : 0
        for index in 0..<poller.wait(timeoutMilliseconds: timeout) {
            let event = poller.event(index)
            if event.token == Self.wakeToken { takeMail() } else { waiters.note(event) }
        }
        waiters.expire(now: MonotonicClock.now())
    }

    private func takeMail() {
        for work in mail.drain() {
            switch work {
            case .job(let job): jobs.append(job)
            case .call(let body): body(self)
            case .stop: isStopping = true
            }
        }
    }

    /// Runs `body` on the loop's thread: at once when this is it, or else with its next turn.
    private func perform(_ body: @escaping @Sendable (LoopExecutor) -> Void) {
        if isCurrent { body(self) } else { mail.post(.call(body)) }
    }

    // MARK: Waiting

    /// Watches an open descriptor from now on. Must run on the loop.
    public func register(_ descriptor: Int32) throws(SystemError) -> FlowID {
        checkIsolated()
        let flow = waiters.addFlow()
        do throws(SystemError) {
            try poller.add(descriptor, token: flow.rawValue)
        } catch {
            waiters.removeFlow(flow)
            throw error
        }
        return flow
    }

    /// Forgets a descriptor before or after it is closed; tasks that wait for it are told. From any thread.
    public func forget(_ flow: FlowID) { perform { $0.waiters.removeFlow(flow) } }

    /// Waits until the descriptor is ready in one direction, the deadline passes, or the task is cancelled.
    public nonisolated(nonsending) func wait(
        _ flow: FlowID,
        for interest: FlowInterest,
        until deadline: Deadline
    ) async -> WaitOutcome {
        await wait(on: flow, interest, until: deadline)
    }

    /// Waits until `deadline`. Throws when the task is cancelled before.
    public nonisolated(nonsending) func sleep(until deadline: Deadline) async throws(CancellationError) {
        if await wait(on: nil, .readable, until: deadline) == .cancelled { throw CancellationError() }
    }

    /// Waits for `duration`. Throws when the task is cancelled before.
    public nonisolated(nonsending) func sleep(for duration: Duration) async throws(CancellationError) {
        try await sleep(until: Deadline(after: duration, from: MonotonicClock.now()))
    }

    private nonisolated(nonsending) func wait(
        on flow: FlowID?,
        _ interest: FlowInterest,
        until deadline: Deadline
    ) async -> WaitOutcome {
        let ticket = WaitTicket(number: tickets.add(1, ordering: .relaxed).newValue)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { resume in
                perform { loop in
                    if ticket.isCancelled.load(ordering: .acquiring) {
                        resume.resume(returning: .cancelled)
                    } else {
                        loop.waiters.wait(ticket.number, flow, interest, until: deadline, resume)
                    }
                }
            }
        } onCancel: {
            // The flag is for a wait that has not begun yet, the call for one that has.
            ticket.isCancelled.store(true, ordering: .releasing)
            perform { $0.waiters.finish(ticket.number, .cancelled) }
        }
    }

    // MARK: Lending

    /// Lends the loop's windows for the length of the call. Must run on the loop.
    func withScratch<Result>(_ body: (inout IOScratch) -> Result) -> Result {
        checkIsolated()
        return body(&scratch)
    }
}

/// One wait, as its task and its canceller know it.
private final class WaitTicket: Sendable {
    let number: UInt64
    let isCancelled = Atomic<Bool>(false)

    init(number: UInt64) { self.number = number }
}
