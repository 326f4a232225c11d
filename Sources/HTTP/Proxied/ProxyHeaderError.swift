// What was wrong with a PROXY protocol header?

/// Every way in which a connection can fail to begin with a PROXY protocol header.
public enum ProxyHeaderError: Error, Hashable, Sendable, CaseIterable {
    /// The first bytes are those of neither version.
    case noHeader
    /// A line of version 1 is longer than 107 bytes.
    case lineTooLong
    /// A line holds CR or LF without the other.
    case bareLineEnd
    /// Neither TCP4, TCP6 nor UNKNOWN.
    case unknownProtocol
    /// The line does not have its six words, each after one space.
    case malformedLine
    /// An address is not of the announced family, or none at all.
    case invalidAddress
    /// A port is no decimal number up to 65535 without leading zeros.
    case invalidPort
    /// The signature of version 2 is followed by another version.
    case unsupportedVersion
    /// A command beside LOCAL and PROXY.
    case unknownCommand
    /// A family or transport that version 2 does not define.
    case unknownFamily
    /// More than `ProxyHeader.longestBlock` bytes are announced.
    case blockTooLong
    /// Fewer bytes are announced than the family's addresses take.
    case addressesCut
    /// The extensions do not fill the rest of the block exactly.
    case malformedExtension
    /// The checksum is not that of the header.
    case checksumMismatch
}
