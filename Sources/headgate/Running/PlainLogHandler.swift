// How does the gateway's own log look?

import Bytes
import Logging
import Telemetry
import Time
import Wire

/// One line on stderr for each message: time, level, sentence, and the metadata as `key=value`, in the order of keys.
///
/// ```
/// 2026-11-21T08:04:42.123Z notice Draining grace=30s
/// ```
struct PlainLogHandler: LogHandler {
    var metadata: Logging.Logger.Metadata = [:]
    var logLevel: Logging.Logger.Level

    init(level: Logging.Logger.Level) { logLevel = level }

    subscript(metadataKey key: String) -> Logging.Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = ByteBuffer(capacity: 256)
        CivilTime(unixMicroseconds: ClockAnchor.now().unixMicroseconds).write(to: &line)
        line.append(" \(event.level.rawValue) \(event.message)")
        let facts = metadata.merging(event.metadata ?? [:]) { _, own in own }
        for (key, value) in facts.sorted(by: { $0.key < $1.key }) { line.append(" \(key)=\(Self.quoted("\(value)"))") }
        line.append("\n")
        Console.note(String(line.readable))
    }

    /// A value with blanks or controls stands in quotes, on one line.
    private static func quoted(_ value: String) -> String {
        guard value.isEmpty || value.utf8.contains(where: { $0 <= 0x20 || $0 == 0x22 || $0 == 0x7F }) else {
            return value
        }
        return value.debugDescription
    }
}
