// Why is a message no list of spans?

/// What is wrong with a Zipkin v2 JSON message. The descriptions are those of Zipkin's server, which answers 400 with
/// them, as far as its clients can have come to know them.
public enum ZipkinJSONError: Error, Hashable, Sendable {
    case json(JSONError)
    /// The message does not even begin as a list.
    case notAList
    /// A list of spans, but of another format.
    case wrongFormat(received: String)
    case incompleteAnnotation(path: String)
    /// A tag whose value is null.
    case noValue(path: String)
    case unknownKind(String)
    case id(ZipkinIDError)
    /// Fields that every span must have, such as `id`.
    case missing([String])
    case invalidPort(Int64)
    /// A span list of more bytes than are taken.
    case tooLarge(limit: Int)
}

extension ZipkinJSONError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAList: "Expected a JSON_V2 encoded list"
        case .wrongFormat(let received): "Expected a JSON_V2 encoded list, but received: \(received)"
        case .tooLarge(let limit): "The message has more than \(limit) bytes"
        default: "\(cause) reading List<Span> from json"
        }
    }

    private var cause: String {
        switch self {
        case .json(let error): error.description
        case .incompleteAnnotation(let path): "Incomplete annotation at \(path)"
        case .noValue(let path): "No value at \(path)"
        case .unknownKind(let word): "No enum constant Span.Kind.\(word)"
        case .id(let error): error.description
        case .missing(let fields): "Missing : \(fields.joined(separator: " "))"
        case .invalidPort(let port): "invalid port \(port)"
        case .notAList, .wrongFormat, .tooLarge: "Error"
        }
    }
}
