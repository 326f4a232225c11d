// Who takes the spans?

import Foundation

/// A Zipkin collector that can be well, slow, busy, broken or gone, and that remembers every span it accepted.
public final class ZipkinSink: Sendable {
    /// How it treats a batch.
    public enum Mood: Sendable {
        case well
        /// Accepts, but answers only when the gate opens.
        case slow(Gate)
        case resetting
        /// Refuses with this status: 503, 429, 400.
        case refusing(Int)
    }

    private let mood = Shelf(Mood.well)
    private let accepted = Shelf<[SeenSpan]>([])
    private let troubles = Shelf<[String]>([])
    private let origin = Shelf<Origin?>(nil)
    public let port: UInt16

    public init(_ mood: Mood = .well) throws {
        port = FreePorts.next()
        self.mood.change { $0 = mood }
        try comeBack()
    }

    deinit { goAway() }

    /// What stands behind `zipkin` in a gateway.conf.
    public var url: String { "http://127.0.0.1:\(port)/api/v2/spans" }

    public func become(_ mood: Mood) { self.mood.change { $0 = mood } }

    /// Refuses connections from now on.
    public func goAway() {
        origin.now?.stop()
        origin.change { $0 = nil }
    }

    /// Listens again, on the same port.
    public func comeBack() throws {
        let fresh = try Origin(
            OriginBehaviour { [mood, accepted, troubles] turn in
                let request = try turn.readBody()
                switch mood.now {
                case .well: break
                case .slow(let gate): gate.wait()
                case .resetting: return .reset
                case .refusing(let status):
                    try turn.answer(status, "not now")
                    return .keepAlive
                }
                do {
                    let spans = try JSONDecoder().decode([SeenSpan].self, from: Data(request.body))
                    accepted.change { $0 += spans }
                    try turn.answer(202, "")
                } catch {
                    troubles.change { $0.append("\(error): \(request.text)") }
                    try turn.answer(400, "not a list of spans")
                }
                return .keepAlive
            },
            port: port
        )
        origin.change { $0 = fresh }
    }

    /// Every span that was answered with 202, in order of arrival.
    public var spans: [SeenSpan] { accepted.now }

    /// Every request made to it since it last came back.
    public var requests: [RecordedRequest] { origin.now?.requests ?? [] }

    /// Batches that were not a list of spans; always empty when the gateway does its work.
    public var unreadable: [String] { troubles.now }

    /// Waits until `count` spans have arrived, of which the trace is `traceID` if one is given.
    public func spans(_ count: Int, of traceID: String? = nil) throws -> [SeenSpan] {
        func found() -> [SeenSpan] { spans.filter { traceID == nil || $0.traceId == traceID } }
        do {
            try eventually("\(count) spans at the sink") { found().count >= count }
        } catch {
            throw TestFailure("\(error), there are \(found().count): \(found()); unreadable: \(unreadable)")
        }
        return found()
    }
}
