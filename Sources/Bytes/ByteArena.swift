// Where do texts live that are written once and read for as long as a plan lives?

/// Bytes that are collected once and then stay where they are: names of routes, services and addresses.
///
/// A range handed out by `add` stays good for ever; a view of it lives as long as the arena.
@safe
public final class ByteArena: @unchecked Sendable {  // Filled by one thread; read-only once it is shared.
    private let base: UnsafeMutableRawPointer
    public let count: Int

    /// Copies `bytes` into memory of its own.
    public init(_ bytes: [UInt8]) {
        count = bytes.count
        unsafe base = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
        // Sound: the allocation holds at least bytes.count bytes.
        unsafe bytes.withUnsafeBytes { source in
            if let start = source.baseAddress { unsafe base.copyMemory(from: start, byteCount: source.count) }
        }
    }

    deinit { unsafe base.deallocate() }

    public subscript(range: ByteRange) -> ByteView {
        precondition(range.end <= count, "A range leaves its arena.")
        return unsafe ByteView(
            borrowing: UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.count))
        )
    }
}
