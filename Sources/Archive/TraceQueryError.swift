// Why is a search for traces none?

/// What is wrong with the parameters of a search. The texts are those of Zipkin's server, which answers them with 400.
public enum TraceQueryError: Error, Hashable, Sendable {
    case notPositive(String)
    case durationsCrossed
    case maximumDurationAlone
    case notANumber(String, String)
}

extension TraceQueryError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notPositive(let name): "\(name) <= 0"
        case .durationsCrossed: "maxDuration < minDuration"
        case .maximumDurationAlone: "maxDuration is only valid with minDuration"
        case .notANumber(let name, let text): "\(name) is not a whole number: \(text)"
        }
    }
}
