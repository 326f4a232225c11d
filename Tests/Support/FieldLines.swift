// Which fields does a message carry?

/// The field lines of a message in the order in which they came.
public struct FieldLines: Sendable, Equatable, CustomStringConvertible {
    public private(set) var lines: [FieldLine] = []

    public init() {}

    /// Reads `Name: value` lines; a line without a colon is kept as a name without a value.
    public init(_ texts: [String]) {
        lines = texts.map { text in
            guard let colon = text.firstIndex(of: ":") else { return FieldLine(name: text, value: "") }
            let value = text[text.index(after: colon)...]
            return FieldLine(name: String(text[..<colon]), value: value.trimmingWhitespace())
        }
    }

    /// The value of the first field of that name, in whatever case it was sent.
    public subscript(_ name: String) -> String? {
        lines.first { $0.isNamed(name) }?.value
    }

    /// The values of all fields of that name.
    public func all(_ name: String) -> [String] {
        lines.filter { $0.isNamed(name) }.map(\.value)
    }

    public var names: [String] { lines.map { $0.name.lowercased() } }

    public var description: String { lines.map { "\($0.name): \($0.value)" }.joined(separator: "\n") }
}

extension Substring {
    fileprivate func trimmingWhitespace() -> String {
        var rest = self
        while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
