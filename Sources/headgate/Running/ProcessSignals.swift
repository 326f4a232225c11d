// What does the outside world tell the process while it runs?

import Glibc
import Synchronization
import Wire

/// Signals and messages from our own threads, waited for together on the main thread.
///
/// Made before any other thread, so that no thread is interrupted by a signal.
final class ProcessSignals: Sendable {
    enum Notice: Sendable, Equatable {
        /// SIGTERM or SIGINT: finish and go.
        case terminate
        /// SIGHUP: read the configuration again.
        case reload
        /// The drain that was begun has ended.
        case drained
    }

    private static let signalToken: UInt64 = 1
    private static let mailToken: UInt64 = 2

    private struct Ears: ~Copyable {
        let signals: SignalSource
        var poller: Poller
        var heard: [Notice] = []
    }

    private let mail: Mailbox<Notice>
    /// Used by the main thread only; the lock is there to say so to the compiler.
    private let ears: Mutex<Ears>

    init() throws(SystemError) {
        let signals = try SignalSource([SIGTERM, SIGINT, SIGHUP])
        let poller = try Poller(capacity: 4)
        mail = try Mailbox()
        try poller.addListening(signals.rawDescriptor, token: Self.signalToken)
        try poller.addListening(mail.wakeDescriptor, token: Self.mailToken)
        ears = Mutex(Ears(signals: signals, poller: poller))
    }

    /// Says something to whoever waits in `next`; from any thread.
    func post(_ notice: Notice) { mail.post(notice) }

    /// The next notice; nil when there is none for `milliseconds`, or never nil with -1.
    func next(within milliseconds: Int32 = -1) -> Notice? {
        ears.withLock { ears in
            repeat {
                if !ears.heard.isEmpty { return ears.heard.removeFirst() }
                for index in 0..<ears.poller.wait(timeoutMilliseconds: milliseconds) {
                    if ears.poller.event(index).token == Self.mailToken {
                        ears.heard += mail.drain()
                    } else {
                        while let signal = ears.signals.next() {
                            ears.heard.append(signal == SIGHUP ? .reload : .terminate)
                        }
                    }
                }
            } while milliseconds < 0 || !ears.heard.isEmpty
            return nil
        }
    }
}
