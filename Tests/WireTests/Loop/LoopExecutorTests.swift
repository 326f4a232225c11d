// Do tasks on a loop run there, wait as long as they should, and hear when waiting is over?

import Bytes
import Testing
import Time
import Wire

/// Runs `body` as a task of a fresh loop, and ends the loop.
func onLoop<Value: Sendable>(
    _ body: @escaping @Sendable (LoopExecutor) async throws -> Value
) async throws -> Value {
    let loop = try LoopExecutor.start(name: "test")
    defer { loop.stop() }
    return try await Task(executorPreference: loop) { try await body(loop) }.value
}

private func soon(_ duration: Duration = .seconds(5)) -> Deadline {
    Deadline(after: duration, from: MonotonicClock.now())
}

/// Lets the loop look at its descriptors: loopback delivers at once, so what was written is known then.
private func turn() async { for _ in 0..<5 { await Task.yield() } }

private actor Resident: LoopActor {
    nonisolated let loop: LoopExecutor
    init(loop: LoopExecutor) { self.loop = loop }
    func isAtHome() -> Bool { loop.isCurrent }
}

@Suite struct LoopExecutorTests {
    @Test func `a task of a loop runs on its thread, and so do its children`() async throws {
        let answers = try await onLoop { loop in
            async let child = loop.isCurrent
            return [loop.isCurrent, await child]
        }
        #expect(answers == [true, true])
    }

    @Test func `an actor of a loop runs on it whoever calls`() async throws {
        let loop = try LoopExecutor.start(name: "home")
        defer { loop.stop() }
        let resident = Resident(loop: loop)
        #expect(await resident.isAtHome())
        #expect(!loop.isCurrent)
        let fromTask = await Task(executorPreference: loop) { await resident.isAtHome() }.value
        #expect(fromTask)
    }

    @Test func `sleeping takes its time and no less`() async throws {
        let (asked, slept) = try await onLoop { loop in
            let begin = MonotonicClock.now()
            try await loop.sleep(for: .milliseconds(20))
            return (Duration.milliseconds(20), MonotonicClock.now() - begin)
        }
        #expect(slept >= asked)
    }

    @Test func `sleepers wake in the order of their deadlines`() async throws {
        let order = try await onLoop { loop in
            await withTaskGroup(of: Int.self) { group in
                for delay in [30, 10, 20, 0] {
                    group.addTask {
                        try? await loop.sleep(for: .milliseconds(delay))
                        return delay
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(order == [0, 10, 20, 30])
    }

    @Test func `a cancelled sleeper wakes at once`() async throws {
        let wasCancelled = try await onLoop { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(until: .never) }
            await Task.yield()
            sleeper.cancel()
            return await sleeper.result.isFailure
        }
        #expect(wasCancelled)
    }

    @Test func `a task cancelled before it sleeps does not sleep`() async throws {
        let wasCancelled = try await onLoop { loop in
            let sleeper = Task(executorPreference: loop) { try await loop.sleep(until: .never) }
            // The task cannot have begun: its loop is busy with this one.
            sleeper.cancel()
            return await sleeper.result.isFailure
        }
        #expect(wasCancelled)
    }

    @Test func `a loop survives ten thousand sleepers and as many cancellations`() async throws {
        let count = try await onLoop { loop in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<10_000 {
                    group.addTask {
                        (try? await loop.sleep(for: number % 2 == 0 ? .milliseconds(number % 7) : .seconds(3600)))
                            != nil
                    }
                }
                var finished = 0
                for await slept in group where slept {
                    finished += 1
                    if finished == 5000 { group.cancelAll() }
                }
                return finished
            }
        }
        #expect(count == 5000)
    }

    @Test func `a wait for a silent descriptor times out`() async throws {
        let outcome = try await onLoop { loop in
            let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
            let flow = try loop.register(acceptor.rawDescriptor)
            defer { loop.forget(flow) }
            return await loop.wait(flow, for: .readable, until: soon(.milliseconds(10)))
        }
        #expect(outcome == .timedOut)
    }

    @Test func `a wait for a descriptor that is taken off the loop is told`() async throws {
        let outcomes = try await onLoop { loop in
            let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
            let flow = try loop.register(acceptor.rawDescriptor)
            let waiter = Task(executorPreference: loop) { await loop.wait(flow, for: .readable, until: .never) }
            await Task.yield()
            loop.forget(flow)
            return [await waiter.value, await loop.wait(flow, for: .readable, until: .never)]
        }
        #expect(outcomes == [.closed, .closed])
    }
}

extension Result {
    fileprivate var isFailure: Bool { if case .failure = self { true } else { false } }
}

@Suite struct AsyncConduitTests {
    /// An accepted conduit and the one that connected to it.
    private static func pair(on loop: LoopExecutor) async throws -> (near: AsyncConduit, far: AsyncConduit) {
        let acceptor = try Acceptor(address: .ip(.loopback4, port: 0))
        let near = try await AsyncConduit.connect(to: acceptor.localAddress, on: loop, until: soon())
        guard case .connection(let fd, _) = acceptor.accept() else { throw AsyncConduitError.closed }
        return (near, try AsyncConduit(accepted: fd, on: loop))
    }

    @Test func `what is written is read, and the end is told`() async throws {
        let (text, end) = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            try await near.write(Array("hello".utf8), until: soon())
            let bytes = try await far.read(until: soon())
            await near.close()
            return (String(decoding: bytes, as: UTF8.self), try await far.read(until: soon()))
        }
        #expect(text == "hello" && end.isEmpty)
    }

    @Test func `bytes and end that come together are both seen`() async throws {
        let received = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            try await near.write([1, 2, 3], until: soon())
            await near.close()
            await turn()
            return [try await far.read(until: soon()), try await far.read(until: soon())]
        }
        #expect(received == [[1, 2, 3], []])
    }

    @Test func `a large write arrives whole although the peer reads slowly`() async throws {
        let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let received = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            let writer = Task(executorPreference: loop) {
                try await near.write(sent, until: soon())
                await near.close()
            }
            var received: [UInt8] = []
            while true {
                let bytes = try await far.read(until: soon())
                if bytes.isEmpty { break }
                received += bytes
            }
            try await writer.value
            return received
        }
        #expect(received == sent)
    }

    @Test func `a read has a deadline`() async throws {
        let error = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            do throws(AsyncConduitError) {
                _ = try await near.read(until: soon(.milliseconds(10)))
                return nil as AsyncConduitError?
            } catch {
                await far.close()
                return error
            }
        }
        #expect(error == .timedOut)
    }

    @Test func `a write to a peer that does not read has a deadline`() async throws {
        let error = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            do throws(AsyncConduitError) {
                try await near.write([UInt8](repeating: 7, count: 32_000_000), until: soon(.milliseconds(30)))
                return nil as AsyncConduitError?
            } catch {
                await far.close()
                return error
            }
        }
        #expect(error == .timedOut)
    }

    @Test func `closing ends another task's read`() async throws {
        let error = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            let reader = Task(executorPreference: loop) { () -> AsyncConduitError? in
                do throws(AsyncConduitError) {
                    _ = try await near.read(until: .never)
                    return nil
                } catch {
                    return error
                }
            }
            await Task.yield()
            await near.close()
            await far.close()
            return await reader.value
        }
        #expect(error == .closed)
    }

    @Test func `a quiet connection is told from one that ended or spoke`() async throws {
        let answers = try await onLoop { loop in
            let (near, far) = try await Self.pair(on: loop)
            let first = await near.isQuiet()
            try await far.write([1], until: soon())
            await turn()
            let second = await near.isQuiet()
            await far.close()
            return [first, second]
        }
        #expect(answers == [true, false])
    }

    @Test func `nobody listening is a refused connect`() async throws {
        let name = try await onLoop { loop in
            let address = try Acceptor(address: .ip(.loopback4, port: 0)).localAddress
            do throws(AsyncConduitError) {
                _ = try await AsyncConduit.connect(to: address, on: loop, until: soon())
                return ""
            } catch {
                if case .connect(let system) = error { return system.name }
                return "\(error)"
            }
        }
        #expect(name == "ECONNREFUSED")
    }
}

@Suite struct HostResolverTests {
    @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("::1", "::1")])
    func `an address stands for itself`(text: String, address: String) throws {
        #expect(try HostResolver.addresses(of: text).map(\.description) == [address])
    }

    @Test func `localhost is this machine`() throws {
        #expect(try HostResolver.addresses(of: "localhost").allSatisfy(\.isLoopback))
    }

    @Test func `a name that cannot exist says why`() {
        // RFC 6761, 6.4: names below `invalid` never exist. An empty label is refused without asking anybody.
        #expect(throws: HostResolver.Failure.self) { try HostResolver.addresses(of: "a..invalid") }
    }
}
