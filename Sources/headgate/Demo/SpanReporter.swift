// How do the spans of a demo service reach the collector?

import Archive
import HTTP
import Telemetry
import Upstream
import Wire

/// Sends spans in small batches, after the answers that they are about; a collector that is away costs nothing but the
/// oldest spans.
actor SpanReporter: LoopActor {
    private static let mostWaiting = 1000
    /// How long a span may wait for company: shorter than it takes to type, or to start a command that asks for traces.
    private static let gathering: Duration = .milliseconds(2)
    private static let pause: Duration = .seconds(1)
    private static let patience: Duration = .seconds(5)

    nonisolated let loop: LoopExecutor
    private let client: Client
    private let url: ClientURL
    private var waiting: [ZipkinSpan] = []
    private var isSending = false

    init(on loop: LoopExecutor, to url: ClientURL) {
        self.loop = loop
        self.url = url
        client = Client(on: loop)
    }

    func report(_ span: ZipkinSpan) {
        waiting.append(span)
        if waiting.count > Self.mostWaiting { waiting.removeFirst(waiting.count - Self.mostWaiting) }
        guard !isSending else { return }
        isSending = true
        Task(executorPreference: loop) { await self.send() }
    }

    private func send() async {
        while !waiting.isEmpty {
            try? await loop.sleep(for: Self.gathering)
            let batch = waiting
            waiting = []
            if await !isTaken(batch) {
                waiting = batch + waiting
                try? await loop.sleep(for: Self.pause)
            }
        }
        isSending = false
    }

    /// False when it is worth another try.
    private func isTaken(_ batch: [ZipkinSpan]) async -> Bool {
        // What reports traces is not traced.
        let headers = [(name: "content-type", value: "application/json"), (name: "b3", value: "0")]
        let body = ZipkinJSON.encode(batch)
        guard let answer = try? await client.send(.post, url, headers: headers, body: body, timeout: Self.patience)
        else {
            return false
        }
        return answer.status.rawValue < 500
    }
}
