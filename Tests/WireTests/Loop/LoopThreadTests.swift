import CLinux
import Glibc
import Synchronization
import Testing
import Wire

struct LoopThreadTests {
    @Test func `a thread runs its body under its name and is joined`() throws {
        let seen = Mutex("")
        let thread = try LoopThread.start(name: "worker-1") {
            var name = [CChar](repeating: 0, count: 16)
            let count = unsafe CLinux_thread_name(&name)
            let text = String(decoding: name[0..<count].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            seen.withLock { $0 = text }
        }
        thread.join()
        thread.join()
        #expect(seen.withLock { $0 } == "worker-1")
    }

    @Test func `a pinned thread may run on its processor only`() throws {
        let processor = try #require(LoopThread.processors.last)
        let seen = Mutex(0)
        let thread = try LoopThread.start(name: "pinned", affinity: processor) {
            seen.withLock { $0 = Int(CLinux_current_processor()) }
        }
        thread.join()
        #expect(seen.withLock { $0 } == processor)
    }

    @Test func `messages of many threads all arrive`() throws {
        let box = try Mailbox<Int>()
        let threads = try (0..<4).map { thread in
            try LoopThread.start(name: "poster") { for i in 0..<1000 { box.post(thread * 1000 + i) } }
        }
        for thread in threads { thread.join() }
        #expect(box.drain().sorted() == Array(0..<4000))
    }

    @Test func `a signal becomes something to read`() throws {
        let seen = Mutex<[Int32?]>([])
        let thread = try LoopThread.start(name: "signals") {
            guard let source = try? SignalSource([SIGUSR1, SIGUSR2]) else { return }
            pthread_kill(pthread_self(), SIGUSR2)
            let signals = [source.next(), source.next()]
            seen.withLock { $0 = signals }
        }
        thread.join()
        #expect(seen.withLock { $0 } == [SIGUSR2, nil])
    }

    @Test func `the clock goes forward`() {
        let before = MonotonicClock.now()
        let after = MonotonicClock.now()
        #expect(before <= after)
    }
}
