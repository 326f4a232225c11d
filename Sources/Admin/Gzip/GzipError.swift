// Why could a compressed body not be read?

/// What is wrong with gzip data.
enum GzipError: Error, Hashable, Sendable {
    /// No gzip header, or one that asks for what nobody uses.
    case notGzip
    /// The data ends early.
    case truncated
    /// The compressed data contradicts itself.
    case corrupt
    /// The checksum or the length at the end does not fit what came out.
    case wrongChecksum
    /// More bytes come out than are allowed.
    case tooLarge
}
