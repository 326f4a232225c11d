// Who writes the access log, and when?

import Bytes
import Config
import Logging
import Telemetry
import Wire

/// Empties the workers' rings of log lines into a file or stdout, many lines with one write.
///
/// Runs on the collector's loop: a disk or pipe that blocks holds up that loop, and what the rings cannot hold
/// meanwhile is dropped and counted by the workers, who never wait.
actor AccessLogWriter: LoopActor {
    /// A write takes about so much; what comes beyond goes into the next one.
    private static let chunkBytes = 256 << 10
    /// How long lines may wait for company.
    private static let period: Duration = .milliseconds(50)
    /// The same while much is written, so that a ring of 1 MiB holds at 20 MiB/s.
    private static let busyPeriod: Duration = .milliseconds(5)

    nonisolated let loop: LoopExecutor
    private let rings: [ByteRing]
    private let output: OutputFile
    private let log: Logging.Logger
    private var chunk: [UInt8] = []
    private var isFailing = false

    init(on loop: LoopExecutor, rings: [ByteRing], output: consuming OutputFile, log: Logging.Logger) {
        self.loop = loop
        self.rings = rings
        self.output = output
        self.log = log
        chunk.reserveCapacity(Self.chunkBytes)
    }

    /// Where the configuration wants the lines.
    static func open(_ target: AccessLogConfig.Target) throws(SystemError) -> OutputFile {
        switch target {
        case .stdout: .stdout
        case .file(let path): try OutputFile(appendingTo: path)
        }
    }

    /// Writes until the task is cancelled.
    func run() async {
        while !Task.isCancelled {
            let written = flush()
            try? await loop.sleep(for: written > Self.chunkBytes / 4 ? Self.busyPeriod : Self.period)
        }
    }

    /// Writes what waits and returns how many bytes that were.
    @discardableResult
    func flush() -> Int {
        var total = 0
        for ring in rings {
            while let line = ring.next() {
                line.append(to: &chunk)
                ring.release()
                if chunk.count >= Self.chunkBytes { total += writeChunk() }
            }
        }
        return total + writeChunk()
    }

    private func writeChunk() -> Int {
        let count = chunk.count
        guard count > 0 else { return 0 }
        let isWritten = output.write(chunk)
        chunk.removeAll(keepingCapacity: true)
        if !isWritten, !isFailing { log.error("The access log cannot be written; its lines are lost until it can") }
        isFailing = !isWritten
        return count
    }
}

extension ByteView {
    fileprivate func append(to bytes: inout [UInt8]) {
        // Sound: the view lends its bytes for the length of the call.
        unsafe withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    }
}
