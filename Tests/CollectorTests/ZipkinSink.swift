// A collector to send to, which can be down, slow, rude, or fine.

import Archive
import Collector
import Synchronization
import Telemetry

/// Plays a Zipkin server behind the transport: answers as its script says and remembers what it took.
final class ZipkinSink: Sendable {
    private struct State {
        var script: [DeliveryOutcome]
        var otherwise: DeliveryOutcome
        var attempts = 0
        var taken: [ZipkinSpan] = []
        var unreadable = 0
    }

    private let state: Mutex<State>

    init(script: [DeliveryOutcome] = [], otherwise: DeliveryOutcome = .answered(status: 202, retryAfter: nil)) {
        state = Mutex(State(script: script, otherwise: otherwise))
    }

    var attempts: Int { state.withLock { $0.attempts } }
    var taken: [ZipkinSpan] { state.withLock { $0.taken } }
    var unreadable: Int { state.withLock { $0.unreadable } }

    func become(_ outcome: DeliveryOutcome) { state.withLock { $0.otherwise = outcome } }

    var transport: Destination.Transport {
        { batch in
            self.state.withLock { state in
                state.attempts += 1
                let outcome = state.script.isEmpty ? state.otherwise : state.script.removeFirst()
                if outcome.meaning == .delivered {
                    if let spans = try? ZipkinJSONReader.read(batch.bytes), spans.count == batch.spans {
                        state.taken += spans
                    } else {
                        state.unreadable += 1
                    }
                }
                return outcome
            }
        }
    }
}
