// How are names rewritten, one step at a time?

/// A delegation table: rewriting rules for names, of which later ones win.
public struct Dtab: Hashable, Sendable {
    /// One rule: `/svc => /#/dns/prod`.
    public struct Entry: Hashable, Sendable {
        public var prefix: DtabPrefix
        public var destination: NameTree<DtabPath>

        public init(prefix: DtabPrefix, destination: NameTree<DtabPath>) {
            self.prefix = prefix
            self.destination = destination
        }

        /// Reads `/svc => /#/dns/prod`, without a `;`.
        public init(parsing text: String) throws(DtabError) {
            var parser = DtabParser(text)
            self = try parser.wholeEntry()
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    /// Reads `/a => /b ; /c => /d | /e`; a last `;` is allowed, an empty entry is not.
    public init(parsing text: String) throws(DtabError) {
        var parser = DtabParser(text)
        self = try parser.wholeDtab()
    }

    /// One step: the trees of all entries whose prefix fits, last entry first, each with the rest of the path appended
    /// to its leaves. Negative when none fits. A longer prefix counts for nothing, only the order does.
    public func lookup(_ path: DtabPath) -> NameTree<DtabPath> {
        var trees: [NameTree<DtabPath>] = []
        for entry in entries.reversed() where entry.prefix.matches(path) {
            trees.append(entry.destination.appending(path.dropFirst(entry.prefix.elements.count)))
        }
        switch trees.count {
        case 0: return .negative
        case 1: return trees[0]
        default: return .alternatives(trees)
        }
    }

    /// Both tables in one; the right one's entries come later and so win.
    public static func + (left: Dtab, right: Dtab) -> Dtab { Dtab(left.entries + right.entries) }
}

extension Dtab: CustomStringConvertible {
    /// Canonical text, entries joined by `;`.
    public var description: String { entries.map(\.description).joined(separator: ";") }
}

extension Dtab.Entry: CustomStringConvertible {
    public var description: String { "\(prefix)=>\(destination)" }
}
