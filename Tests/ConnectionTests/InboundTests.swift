// Is what was received and not understood kept, in order, and no longer than needed?

import Bytes
import HTTP
import Testing
import Wire

@testable import Connection

@Suite struct InboundTests {
    /// An inbound over a conduit, and who sends.
    private struct Fixture: ~Copyable {
        let wires = Wires()
        var conduit: Conduit
        var inbound = Inbound()
        var io = IOScratch()

        init() { conduit = Conduit(plain: wires.descriptor) }

        /// The window after one more read.
        mutating func refill(_ text: String) -> String {
            wires.send(text)
            conduit.noteReadable()
            guard case .bytes = inbound.refill(from: &conduit, &io) else { return "nothing" }
            return String(inbound.window)
        }
    }

    @Test func `what is consumed in its turn is never copied`() {
        var fixture = Fixture()
        #expect(fixture.refill("hello") == "hello")
        #expect(fixture.inbound.ownsMemory == false)
        fixture.inbound.consume(5)
        fixture.inbound.park()
        #expect(fixture.inbound.isEmpty == true)
        #expect(fixture.inbound.ownsMemory == false)
    }

    @Test func `what is left over is parked, and later bytes come behind it`() {
        var fixture = Fixture()
        _ = fixture.refill("abcd")
        fixture.inbound.consume(2)
        fixture.inbound.park()
        #expect(fixture.inbound.count == 2)
        #expect(fixture.inbound.ownsMemory == true)
        #expect(fixture.inbound.window.isEmpty == true, "the scratch is given up")
        fixture.inbound.resume()
        #expect(String(fixture.inbound.window) == "cd")
        #expect(fixture.refill("ef") == "cdef")
        fixture.inbound.consume(4)
        #expect(fixture.inbound.isEmpty == true)
        fixture.inbound.park()
        #expect(fixture.inbound.ownsMemory == false)
    }

    @Test func `a second read in the same turn keeps what the first one brought`() {
        var fixture = Fixture()
        _ = fixture.refill("ab")
        #expect(fixture.refill("cd") == "abcd")
        fixture.inbound.consume(1)
        #expect(fixture.refill("e") == "bcde")
    }

    @Test func `parking twice changes nothing`() {
        var fixture = Fixture()
        _ = fixture.refill("ab")
        fixture.inbound.park()
        fixture.inbound.park()
        fixture.inbound.resume()
        fixture.inbound.resume()
        #expect(String(fixture.inbound.window) == "ab")
    }

    @Test func `a read that brings nothing leaves the window as it was`() {
        var fixture = Fixture()
        _ = fixture.refill("ab")
        fixture.conduit.noteReadable()
        guard case .wouldBlock = fixture.inbound.refill(from: &fixture.conduit, &fixture.io) else {
            Issue.record("nothing was sent")
            return
        }
        #expect(String(fixture.inbound.window) == "ab")
    }

    @Test func `a view of what was consumed stays readable until the turn ends`() {
        var fixture = Fixture()
        _ = fixture.refill("ab")
        fixture.inbound.park()
        fixture.inbound.resume()
        let view = fixture.inbound.window
        fixture.inbound.consume(2)
        #expect(String(view) == "ab")
        fixture.inbound.park()
        #expect(fixture.inbound.ownsMemory == false)
    }

    @Test func `forgetting drops everything`() {
        var fixture = Fixture()
        _ = fixture.refill("ab")
        fixture.inbound.park()
        fixture.inbound.forget()
        #expect(fixture.inbound.isEmpty == true)
        #expect(fixture.inbound.ownsMemory == false)
    }
}
