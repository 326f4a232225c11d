// What is one line of a head?

/// One field as it was sent.
public struct FieldLine: Sendable, Equatable {
    public let name: String
    public let value: String

    public init(name: String, value: String) {
        (self.name, self.value) = (name, value)
    }

    func isNamed(_ other: String) -> Bool {
        name.lowercased() == other.lowercased()
    }
}
