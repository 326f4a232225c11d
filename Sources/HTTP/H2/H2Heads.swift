// Which field sections of a stream wait to be encoded?

import Bytes

/// Sections that were handed over to be sent, until the frame of each is written: an interim head or two, a head,
/// trailers.
///
/// HPACK needs them encoded in the order in which their frames leave (RFC 9113, 4.3), which libnghttp2 decides.
struct H2Heads: ~Copyable {
    /// Each section is preceded by its length in four bytes.
    private var bytes = ByteBuffer()
    private static var prefix: Int { 4 }

    /// Adds a section behind the others.
    mutating func append(_ pairs: borrowing H2Pairs) {
        let section = pairs.encodable
        bytes.reserve(Self.prefix + section.count)
        var count = UInt32(truncatingIfNeeded: section.count)
        unsafe withUnsafeBytes(of: &count) { unsafe bytes.append(ByteView(borrowing: $0)) }
        bytes.append(section)
    }

    /// Puts a section in the place of the newest one; false when there is none.
    mutating func replaceLast(with pairs: borrowing H2Pairs) -> Bool {
        if bytes.isEmpty { return false }
        var last = 0
        while case let next = last + Self.prefix + length(at: last), next < bytes.count { last = next }
        bytes.truncate(to: last)
        append(pairs)
        return true
    }

    var isEmpty: Bool { bytes.isEmpty }

    private func length(at start: Int) -> Int {
        let prefix = bytes.readable.slice(from: start, count: Self.prefix)
        // Sound: there are as many bytes.
        return unsafe Int(UnsafeRawPointer(prefix.start.unsafelyUnwrapped).loadUnaligned(as: UInt32.self))
    }

    /// The oldest section; empty when there is none. Valid until the next call; `forget` gives the memory back that a long
    /// stream would hold.
    mutating func take() -> ByteView {
        guard bytes.count >= Self.prefix else { return .empty }
        let all = bytes.readable
        let count = length(at: 0)
        bytes.consume(Self.prefix + count)
        return all.slice(from: Self.prefix, count: count)
    }

    mutating func forget() { bytes.release() }
}
