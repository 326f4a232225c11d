// Who closes this descriptor?

/// An owned descriptor of the kernel, closed exactly once.
public struct FileDescriptor: ~Copyable, Sendable {
    /// The number; borrowed by whoever reads it, never to be closed by them.
    public let rawValue: Int32

    /// Takes over an open descriptor.
    public init(taking rawValue: Int32) {
        precondition(rawValue >= 0, "A descriptor cannot be negative.")
        self.rawValue = rawValue
    }

    deinit { Syscall.close(rawValue) }

    /// Gives the number away without closing it.
    public consuming func release() -> Int32 {
        let number = rawValue
        discard self
        return number
    }
}
