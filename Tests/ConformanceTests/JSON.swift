// What a JSON text holds, for reading vectors.

import Foundation

/// A JSON value with the accessors that tests need; a missing member reads as `.null`.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(Double, text: String)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Reads a whole text.
    public init(_ data: Data) throws {
        self.init(any: try JSONSerialization.jsonObject(with: data, options: [.fragmentsAllowed]))
    }

    private init(any value: Any) {
        switch value {
        case let string as String: self = .string(string)
        case let array as [Any]: self = .array(array.map(JSON.init(any:)))
        case let object as [String: Any]: self = .object(object.mapValues(JSON.init(any:)))
        case let number as NSNumber:
            // JSONSerialization gives booleans as numbers whose C type is a char.
            let isBool = unsafe number.objCType[0] == 0x63
            self = isBool ? .bool(number.boolValue) : .number(number.doubleValue, text: number.stringValue)
        default: self = .null
        }
    }

    public subscript(key: String) -> JSON {
        if case .object(let members) = self { members[key] ?? .null } else { .null }
    }

    public subscript(index: Int) -> JSON {
        if case .array(let elements) = self, index < elements.count { elements[index] } else { .null }
    }

    public var isNull: Bool { self == .null }
    public var string: String? { if case .string(let string) = self { string } else { nil } }
    public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
    public var double: Double? { if case .number(let number, _) = self { number } else { nil } }
    /// An integer of 64 bits, exact.
    public var integer: Int64? { if case .number(_, let text) = self { Int64(text) } else { nil } }
    public var unsigned: UInt64? { if case .number(_, let text) = self { UInt64(text) } else { nil } }
    public var array: [JSON] { if case .array(let elements) = self { elements } else { [] } }
    public var object: [String: JSON] { if case .object(let members) = self { members } else { [:] } }
}

extension JSON: Equatable {
    /// Equality of what is meant: `1` and `1.0` are one number, but two integers are compared exactly.
    public static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.bool(let a), .bool(let b)): return a == b
        case (.string(let a), .string(let b)): return a == b
        case (.array(let a), .array(let b)): return a == b
        case (.object(let a), .object(let b)): return a == b
        case (.number(let a, let aText), .number(let b, let bText)):
            if let a = Int64(aText), let b = Int64(bText) { return a == b }
            return a == b
        default: return false
        }
    }
}
