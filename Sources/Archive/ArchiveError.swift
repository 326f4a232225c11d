// What did SQLite say, and what can be done about it?

import GRDB

/// Why the archive could not be opened, read or written.
public enum ArchiveError: Error, Hashable, Sendable {
    /// The file or its directory cannot be created, read or written.
    case cannotOpen(path: String, message: String)
    /// The file exists but is no SQLite database, or is damaged.
    case damaged(path: String, message: String)
    /// The file was made by a later version, whose tables this one does not know.
    case tooNew(path: String)
    /// The disk is full, or the file reached a limit of the file system.
    case full(path: String)
    /// Another process holds the file.
    case busy(path: String)
    /// Anything else that SQLite reports, with its own result code.
    case failed(path: String, code: Int32, message: String)

    /// Reads the facts out of what GRDB threw.
    init(_ error: any Error, path: String) {
        guard let error = error as? DatabaseError else {
            self = .failed(path: path, code: -1, message: "\(error)")
            return
        }
        let message = error.message ?? "no details"
        switch error.resultCode {
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self = .cannotOpen(path: path, message: message)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damaged(path: path, message: message)
        case .SQLITE_FULL: self = .full(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        default: self = .failed(path: path, code: error.extendedResultCode.rawValue, message: message)
        }
    }
}

extension ArchiveError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let message):
            "the trace archive \(path) cannot be opened (\(message)): "
                + "check that its directory exists and that the gateway's user may write there"
        case .damaged(let path, let message):
            "the trace archive \(path) is not a usable SQLite file (\(message)): "
                + "move it away and a new one is made; only kept traces are lost"
        case .tooNew(let path):
            "the trace archive \(path) was made by a later version: run that version, or move the file away"
        case .full(let path):
            "the disk under the trace archive \(path) is full: free space, or lower the archive's size"
        case .busy(let path):
            "the trace archive \(path) is in use by another process: give each gateway its own file"
        case .failed(let path, let code, let message):
            "the trace archive \(path) failed with SQLite code \(code) (\(message))"
        }
    }
}
