import Bytes
import CLinux
import Testing
import Wire

struct PollerTests {
    /// The next turn's events without waiting.
    private func events(_ poller: inout Poller) -> [PollEvent] {
        let count = poller.wait(timeoutMilliseconds: 0)
        return (0..<count).map { poller.event($0) }
    }

    @Test func `an edge is told once, and again when more arrives`() throws {
        let (a, b) = Duplex.sockets()
        let near = FileDescriptor(taking: a)
        let far = FileDescriptor(taking: b)
        var poller = try Poller()
        try poller.add(near.rawValue, token: 42)
        let first = events(&poller)
        #expect(first.map(\.token) == [42])
        #expect(first.allSatisfy { $0.writable && !$0.readable })

        unsafe _ = CLinux_send(far.rawValue, "x", 1)
        #expect(events(&poller).map(\.readable) == [true])
        #expect(events(&poller).isEmpty)
        unsafe _ = CLinux_send(far.rawValue, "y", 1)
        #expect(events(&poller).map(\.readable) == [true])
    }

    @Test func `the peer's end is a hangup`() throws {
        let (a, b) = Duplex.sockets()
        let near = FileDescriptor(taking: a)
        let far = FileDescriptor(taking: b)
        var poller = try Poller()
        try poller.add(near.rawValue, token: 1)
        _ = events(&poller)
        _ = CLinux_shutdown_write(far.rawValue)
        let told = events(&poller)
        #expect(told.map(\.hangup) == [true])
        #expect(told.map(\.closed) == [false])
    }

    @Test func `a listening descriptor is told in every turn until it is empty`() throws {
        let box = try Mailbox<Int>()
        var poller = try Poller()
        try poller.addListening(box.wakeDescriptor, token: 3)
        #expect(events(&poller).isEmpty)
        box.post(1)
        box.post(2)
        #expect(events(&poller).map(\.token) == [3])
        #expect(events(&poller).map(\.token) == [3])
        #expect(box.drain() == [1, 2])
        #expect(events(&poller).isEmpty)
        #expect(box.drain().isEmpty)
    }

    @Test func `a listening descriptor can be silenced and heard again`() throws {
        let box = try Mailbox<Int>()
        var poller = try Poller()
        try poller.addListening(box.wakeDescriptor, token: 3)
        box.post(1)
        try poller.setListening(box.wakeDescriptor, token: 3, enabled: false)
        #expect(events(&poller).isEmpty)
        try poller.setListening(box.wakeDescriptor, token: 3, enabled: true)
        #expect(events(&poller).count == 1)
    }

    @Test func `a removed descriptor is silent`() throws {
        let box = try Mailbox<Int>()
        var poller = try Poller()
        try poller.addListening(box.wakeDescriptor, token: 3)
        try poller.remove(box.wakeDescriptor)
        box.post(1)
        #expect(events(&poller).isEmpty)
    }

    @Test func `more events than a turn has room for come with the next turn`() throws {
        let boxes = try (0..<5).map { _ in try Mailbox<Int>() }
        var poller = try Poller(capacity: 3)
        for (index, box) in boxes.enumerated() {
            try poller.addListening(box.wakeDescriptor, token: UInt64(index))
            box.post(index)
        }
        let first = events(&poller).map(\.token)
        for token in first { _ = boxes[Int(token)].drain() }
        #expect(Set(first + events(&poller).map(\.token)) == [0, 1, 2, 3, 4])
    }

    @Test func `a descriptor that is not open is refused by name`() throws {
        let poller = try Poller()
        var refusal: SystemError?
        do throws(SystemError) {
            try poller.add(9999, token: 0)
        } catch {
            refusal = error
        }
        #expect(refusal == SystemError(call: "epoll_ctl ADD", errno: EBADF))
    }
}
