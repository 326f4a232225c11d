// Which bytes were received and are not yet understood?

import Bytes
import Wire

/// Bytes that arrived on a conduit and still have to be read as HTTP.
///
/// Usually they are understood in the turn in which they arrive: then `window` looks straight into the worker's
/// scratch and nothing is copied. What remains at the end of a turn is `park`ed in a buffer of its own, which exists
/// only as long as it holds something; an idle connection owns no memory here.
public struct Inbound: ~Copyable {
    private var kept = ByteBuffer()
    private var fresh = ByteView.empty
    private var looksIntoKept = false

    public init() {}

    /// Everything at hand, in order of arrival. Valid until the next `refill`, `consume` or `park`.
    public var window: ByteView { fresh }
    public var isEmpty: Bool { fresh.isEmpty && kept.isEmpty }
    public var count: Int { looksIntoKept || fresh.isEmpty ? kept.count : fresh.count }

    /// Whether the own buffer holds memory.
    var ownsMemory: Bool { kept.ownsMemory }

    /// Brings what was parked back into the window. Call it once when a turn begins to read.
    public mutating func resume() {
        if fresh.isEmpty, !kept.isEmpty {
            fresh = kept.readable
            looksIntoKept = true
        }
    }

    /// Reads once from the conduit and adds what came to the window.
    ///
    /// The worker's scratch holds the newest bytes only, so what was in the window before moves into the own buffer.
    public mutating func refill(from conduit: inout Conduit, _ io: inout IOScratch) -> ReadStep {
        park()
        let step = conduit.read(&io)
        guard case .bytes(let view) = step else {
            resume()
            return step
        }
        if kept.isEmpty {
            fresh = view
            looksIntoKept = false
        } else {
            kept.append(view)
            resume()
        }
        return step
    }

    public mutating func consume(_ n: Int) {
        fresh = fresh.dropFirst(n)
        if looksIntoKept {
            kept.consume(n)
        }
    }

    /// Ends the turn: what is still unread moves out of the scratch, and memory that holds nothing is given back.
    ///
    /// Consuming does not free: a head that was just consumed is still being looked at in its turn.
    public mutating func park() {
        if !looksIntoKept, !fresh.isEmpty { kept.append(fresh) }
        fresh = .empty
        looksIntoKept = false
        if kept.isEmpty, kept.ownsMemory { kept.release() }
    }

    /// Gives up what was parked.
    consuming func surrender() -> ByteBuffer { kept }

    /// Drops everything and gives the memory back.
    public mutating func forget() {
        fresh = .empty
        looksIntoKept = false
        kept.release()
    }
}
