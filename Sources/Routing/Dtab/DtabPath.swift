// What is a name?

/// A name: a sequence of labels, written `/svc/users`. The empty sequence is `/`.
public struct DtabPath: Hashable, Sendable {
    public var labels: [DtabLabel]

    public init(_ labels: [DtabLabel] = []) { self.labels = labels }

    /// Reads `/svc/users`; whitespace and comments around it are skipped.
    public init(parsing text: String) throws(DtabError) {
        var parser = DtabParser(text)
        self = try parser.wholePath()
    }

    public var isEmpty: Bool { labels.isEmpty }
    public var count: Int { labels.count }

    public func dropFirst(_ n: Int) -> DtabPath { DtabPath(Array(labels.dropFirst(n))) }
    public func prefix(_ n: Int) -> DtabPath { DtabPath(Array(labels.prefix(n))) }
    public func hasPrefix(_ other: DtabPath) -> Bool { labels.starts(with: other.labels) }

    public static func + (left: DtabPath, right: DtabPath) -> DtabPath { DtabPath(left.labels + right.labels) }
}

extension DtabPath: CustomStringConvertible {
    /// Canonical text; parsing it gives the same path.
    public var description: String { labels.isEmpty ? "/" : labels.map { "/" + $0.description }.joined() }
}
