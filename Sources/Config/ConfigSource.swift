// How does the configuration reach the disk?

/// The only ways in which reading a configuration touches the world; tests and fuzzers hand in their own.
public struct ConfigSource: Sendable {
    /// The bytes of a file, or why they cannot be had.
    public var readFile: @Sendable (_ path: String) -> Result<[UInt8], ReadFailure>
    /// The names in a directory, or nil when it cannot be listed.
    public var listDirectory: @Sendable (_ path: String) -> [String]?

    /// Why a file could not be read, as words for the operator.
    public struct ReadFailure: Error, Equatable, Sendable {
        public let reason: String

        public init(_ reason: String) {
            self.reason = reason
        }
    }

    public init(
        readFile: @escaping @Sendable (String) -> Result<[UInt8], ReadFailure>,
        listDirectory: @escaping @Sendable (String) -> [String]?
    ) {
        self.readFile = readFile
        self.listDirectory = listDirectory
    }
}
