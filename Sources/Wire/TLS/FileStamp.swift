// By what is a changed file known?

import Glibc

/// What stat(2) says of the file that a path leads to, through all its links: enough to see that it was written,
/// replaced, or that a link on the way was turned to another one.
public struct FileStamp: Sendable, Equatable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int64
    /// In nanoseconds since 1970.
    private let modified: Int64

    /// Nil when there is no such file, or it may not be looked at.
    public init?(path: String) {
        var facts = stat()
        guard unsafe stat(path, &facts) == 0 else { return nil }
        device = UInt64(facts.st_dev)
        inode = UInt64(facts.st_ino)
        size = Int64(facts.st_size)
        modified = Int64(facts.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(facts.st_mtim.tv_nsec)
    }
}
