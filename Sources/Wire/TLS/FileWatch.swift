// Have files changed, and are they whole again?

/// Some files that belong together, looked at now and then.
///
/// A change is told once, and only when the files have looked alike for two looks, so that a pair whose second half is
/// still on its way is not read. A file that goes away is a change.
public struct FileWatch: Sendable {
    public let paths: [String]
    private var told: [FileStamp?]?
    private var seen: [FileStamp?] = []

    /// The first two looks that agree are told as a change, because nobody knows what happened before the first.
    public init(paths: [String]) { self.paths = paths }

    /// Looks at all files; true when they should be read again.
    public mutating func look() -> Bool { look { FileStamp(path: $0) } }

    /// The same with another way to look.
    mutating func look(_ stamp: (String) -> FileStamp?) -> Bool {
        let now = paths.map(stamp)
        defer { seen = now }
        guard now == seen, now != told else { return false }
        told = now
        return true
    }
}
