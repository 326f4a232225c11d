// Who is the client behind a proxy, from the first bytes of its connection?

import Bytes

/// Reads PROXY protocol headers (HAProxy's specification, 2.1 and 2.2).
///
/// It keeps nothing between calls: each one looks at all bytes that have come, from the first on. A byte more never
/// turns one verdict into another, so it does not matter in which pieces a header arrives, and what cannot become a
/// header is refused with its first wrong byte.
public enum ProxyHeaderReader {
    /// Looks for a header at the beginning of `bytes`, which may hold more than it.
    public static func read(_ bytes: ByteView) -> ProxyHeaderStep {
        do throws(ProxyHeaderError) {
            guard let header = try header(bytes) else { return .incomplete }
            return .complete(header)
        } catch {
            return .malformed(error)
        }
    }

    private static func header(_ bytes: ByteView) throws(ProxyHeaderError) -> ProxyHeader? {
        guard let first = bytes.first else { return nil }
        switch first {
        case 0x50: return try ProxyLine.read(bytes)
        case 0x0D: return try ProxyBlock.read(bytes)
        default: throw .noHeader
        }
    }
}
