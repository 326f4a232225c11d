// How are messages compressed and expanded?

import CZlib

/// gzip (RFC 1952) of whole messages.
public enum Gzip {
    /// Why a compressed message cannot be read.
    public enum Failure: Error, Hashable, Sendable {
        /// No gzip, cut short, or followed by something else.
        case malformed
        /// More than `limit` bytes when expanded.
        case tooLarge(limit: Int)
    }

    /// The compressed bytes; nil when memory is short.
    public static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let capacity = CZlib_gzip_bound(bytes.count)
        return unsafe run(bytes, capacity: capacity) { input, count, output, room in
            unsafe CZlib_gzip(input, count, output, room)
        }.bytes
    }

    /// The expanded bytes, `limit` at most. Room grows with what comes out: a small message that claims to be a large
    /// one costs at most twice what it expands to.
    public static func expand(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
        var capacity = min(limit, max(4096, bytes.count * 4))
        while true {
            let (expanded, code) = unsafe run(bytes, capacity: capacity) { input, count, output, room in
                unsafe CZlib_gunzip(input, count, output, room)
            }
            if let expanded { return expanded }
            guard code == -2 else { throw .malformed }
            guard capacity < limit else { throw .tooLarge(limit: limit) }
            capacity = min(limit, capacity * 2)
        }
    }

    @unsafe private typealias Step = (UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<UInt8>?, Int) -> Int

    /// Runs one of the C functions over whole arrays. `bytes` is nil when it answered a negative code.
    @unsafe
    private static func run(_ input: [UInt8], capacity: Int, _ step: Step) -> (bytes: [UInt8]?, code: Int) {
        var code = 0
        let output = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { room, count in
            // Sound: both buffers live for the call, and the function is told how long they are.
            unsafe input.withUnsafeBufferPointer { bytes in
                code = unsafe step(bytes.baseAddress, bytes.count, room.baseAddress, capacity)
            }
            count = max(0, code)
        }
        return (code < 0 ? nil : output, code)
    }
}
