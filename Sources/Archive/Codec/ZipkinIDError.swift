// Why is a text no id?

/// What is wrong with the text of a trace or span id, in the words of Zipkin's server.
public enum ZipkinIDError: Error, Hashable, Sendable {
    case empty(field: String)
    case tooLong(field: String, limit: Int)
    case notLowerHex(String)
    case allZeros(field: String)
}

extension ZipkinIDError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty(let field): "\(field) is empty"
        case .tooLong(let field, let limit): "\(field).length > \(limit)"
        case .notLowerHex(let text): "\(text) should be lower-hex encoded with no prefix"
        case .allZeros(let field): "\(field) is all zeros"
        }
    }
}
