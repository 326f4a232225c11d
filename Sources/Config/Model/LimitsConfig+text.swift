// How is a configured bound told to somebody who met it?

extension LimitsConfig {
    /// The limits that a client can meet.
    public enum Limit: Sendable {
        case head, fields, target, body, headTime, bodyIdle, bodyRate, streams, window, writeIdle, misbehaviour
    }

    /// The value as gateway.conf writes it: `32KiB`, `100`, `10s`, `64B/s`; `off` where there is no bound.
    public func text(of limit: Limit) -> String {
        switch limit {
        case .head: SizeText.text(headBytes)
        case .fields: String(fields)
        case .target: SizeText.text(targetBytes)
        case .body: bodyBytes.map { SizeText.text(Int(clamping: $0)) } ?? "off"
        case .headTime: DurationText.text(headTime)
        case .bodyIdle: DurationText.text(bodyIdle)
        case .bodyRate: bodyRate.map { "\(SizeText.text($0))/s" } ?? "off"
        case .streams: String(streams)
        case .window: SizeText.text(window)
        case .writeIdle: DurationText.text(writeIdle)
        case .misbehaviour: String(misbehaviour.points)
        }
    }
}
