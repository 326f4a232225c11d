// What do we tell a peer about our end of an HTTP/2 connection?

/// Our settings (RFC 9113, 6.5.2; RFC 8441, 3), and the window of the connection as a whole.
public struct H2Settings: Equatable, Sendable {
    /// Streams that the peer may have open at once.
    public var streams: UInt32
    /// Bytes of content that may be on their way in one stream.
    public var window: UInt32
    /// Likewise in all streams of the connection.
    public var connectionWindow: UInt32
    /// Bytes of a field section, 32 added for each field.
    public var headBytes: UInt32
    /// Fields of a field section.
    public var fields: UInt32
    /// Whether extended CONNECT is served (RFC 8441).
    public var allowsConnect: Bool

    public init(
        streams: UInt32 = 100,
        window: UInt32 = 256 << 10,
        connectionWindow: UInt32 = 1 << 20,
        headBytes: UInt32 = 32 << 10,
        fields: UInt32 = 100,
        allowsConnect: Bool = false
    ) {
        self.streams = streams
        self.window = window
        self.connectionWindow = connectionWindow
        self.headBytes = headBytes
        self.fields = fields
        self.allowsConnect = allowsConnect
    }
}
