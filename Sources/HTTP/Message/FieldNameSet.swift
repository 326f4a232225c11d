// Which well-known field names are meant together.

/// A set of well-known field names in one word.
public struct FieldNameSet: ExpressibleByArrayLiteral, Hashable, Sendable {
    /// One bit per `FieldName`, numbered by its raw value.
    public private(set) var bits: UInt64

    public init(arrayLiteral names: FieldName...) {
        bits = 0
        for name in names { insert(name) }
    }

    public mutating func insert(_ name: FieldName) { bits |= 1 &<< UInt64(name.rawValue) }

    public func contains(_ name: FieldName) -> Bool { bits & (1 &<< UInt64(name.rawValue)) != 0 }

    public func union(_ other: FieldNameSet) -> FieldNameSet {
        var both = self
        both.bits |= other.bits
        return both
    }

    /// Every name that ends at this hop. See `FieldName.isHopByHop`.
    public static let hopByHop: FieldNameSet = {
        var names: FieldNameSet = []
        for name in FieldName.allCases where name.isHopByHop { names.insert(name) }
        return names
    }()
}
