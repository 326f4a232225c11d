// Whether a message is made only when someone listens.

import Synchronization
import Telemetry
import Testing

/// The log façade.
@Suite struct LoggerTests {
    @Test func `fields are made only when the level is on`() {
        let heard = Mutex<[String]>([])
        let logger = Logger(level: .notice) { level, message, fields in
            heard.withLock { $0.append("\(level) \(message) \(fields.map { "\($0.key)=\($0.value)" })") }
        }
        var made = 0
        func fields() -> [LogField] {
            made += 1
            return [LogField("tls.server_name", "a")]
        }
        logger.info("Nobody hears this", fields())
        logger.warning("Somebody hears this", fields())
        #expect(made == 1)
        #expect(heard.withLock { $0 } == [#"warning Somebody hears this ["tls.server_name=a"]"#])
    }
}
