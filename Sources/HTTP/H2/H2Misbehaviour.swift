// What a peer on HTTP/2 does that costs more than it is worth.

/// The kinds of misbehaviour that one connection has a budget for. Each happens in honest use as well, only rarely.
public enum H2Misbehaviour: UInt8, Sendable, Hashable, CaseIterable {
    /// The peer reset a stream (rapid reset, CVE-2023-44487).
    case reset
    /// We had to refuse or reset a stream for the peer's fault (CVE-2025-8671).
    case refusal
    case ping, settings, priority, windowUpdate, goAway
    /// A frame of a type that nobody asked for.
    case unknownFrame
    /// DATA, HEADERS or CONTINUATION that carries nothing.
    case emptyFrame
    /// DATA that carries less than its own framing is worth, to which nothing was said.
    case tinyFrame
    case continuation
    /// A header block far beyond what a head may have.
    case headerBlock

    /// A stable value for the label `reason` of a counter.
    public var label: StaticString {
        switch self {
        case .reset: "reset"
        case .refusal: "refusal"
        case .ping: "ping"
        case .settings: "settings"
        case .priority: "priority"
        case .windowUpdate: "window_update"
        case .goAway: "goaway"
        case .unknownFrame: "unknown_frame"
        case .emptyFrame: "empty_frame"
        case .tinyFrame: "tiny_frame"
        case .continuation: "continuation"
        case .headerBlock: "header_block"
        }
    }

    /// One clause for GOAWAY's debug data and the log; it names the limit that was exceeded last.
    public var reason: StaticString {
        switch self {
        case .reset: "limits.misbehaviour is spent: streams reset by the peer"
        case .refusal: "limits.misbehaviour is spent: streams that had to be refused"
        case .ping: "limits.misbehaviour is spent: PING frames"
        case .settings: "limits.misbehaviour is spent: SETTINGS frames"
        case .priority: "limits.misbehaviour is spent: PRIORITY frames"
        case .windowUpdate: "limits.misbehaviour is spent: WINDOW_UPDATE frames"
        case .goAway: "limits.misbehaviour is spent: GOAWAY frames"
        case .unknownFrame: "limits.misbehaviour is spent: frames of unknown types"
        case .emptyFrame: "limits.misbehaviour is spent: frames that carry nothing"
        case .tinyFrame: "limits.misbehaviour is spent: DATA frames of a few bytes"
        case .continuation: "limits.misbehaviour is spent: CONTINUATION frames"
        case .headerBlock: "limits.misbehaviour is spent: header block of more than twice limits.head"
        }
    }
}
