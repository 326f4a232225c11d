// What came of looking for a PROXY protocol header?

/// The answer of `ProxyHeaderReader.read`.
public enum ProxyHeaderStep: Hashable, Sendable {
    /// So far it may become one. Ask again with more bytes, from the first one on.
    case incomplete
    case complete(ProxyHeader)
    /// It is none; the connection is to be closed without a word.
    case malformed(ProxyHeaderError)
}
