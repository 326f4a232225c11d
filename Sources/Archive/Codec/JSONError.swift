// Why could a JSON text not be read?

/// What `JSONScanner` found instead of what it was asked for.
public enum JSONError: Error, Hashable, Sendable {
    /// Not JSON: the byte at `offset` (from 0) does not belong there, or the text ends too early.
    case malformed(offset: Int)
    /// JSON, but another kind of value than the reader needs at `path`.
    case wrongKind(wanted: String, found: JSONScanner.Kind, path: String)
    /// A number that is not whole, or too large for 64 bits.
    case notWhole(String, path: String)
    /// More values inside of each other than the scanner follows.
    case tooDeep(limit: Int)
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let offset): "Malformed at byte \(offset)"
        // A list where an object is needed, or the reverse, is a malformed message and no more is said of it.
        case .wrongKind(let wanted, _, _) where wanted.hasPrefix("BEGIN"): "Malformed"
        case .wrongKind(let wanted, let found, let path): "Expected \(wanted) but was \(found.rawValue) at path \(path)"
        case .notWhole(let text, let path): "Expected a long but was \(text) at path \(path)"
        case .tooDeep(let limit): "Nested deeper than \(limit) levels"
        }
    }
}
