// Where in a table does a run of bytes belong?

import CBytes

extension ByteView {
    /// A hash of all bytes that is the same for letters of either case, and for some other pairs of bytes as well.
    ///
    /// For tables whose keys are the operator's: it resists nobody who chooses keys.
    public var foldedHash: UInt64 {
        unsafe withUnsafeBytes { raw in
            // Sound: an empty run is not read, and any other has `count` bytes.
            unsafe CBytes_folded_hash(raw.baseAddress?.assumingMemoryBound(to: UInt8.self), raw.count)
        }
    }

    /// A hash of the segment that begins at `start` and ends in front of the next `stop`, or with the view, and where
    /// it ends. The same segment hashes differently for another `seed`.
    public func segmentHash(from start: Int, until stop: UInt8, seed: UInt64) -> (end: Int, hash: UInt64) {
        precondition(start >= 0 && start <= count, "A segment begins outside of its view.")
        if start == count { return (start, ByteView.hashOfNothing(seed)) }
        return unsafe withUnsafeBytes { raw in
            var length = 0
            // Sound: start < count, and the hash is told how many bytes remain.
            let hash = unsafe CBytes_segment_hash(
                raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self) + start,
                raw.count - start,
                stop,
                seed,
                &length
            )
            return (start + length, hash)
        }
    }

    private static func hashOfNothing(_ seed: UInt64) -> UInt64 {
        var length = 0
        // Sound: a run without bytes is not read.
        return unsafe CBytes_segment_hash(nil, 0, 0, seed, &length)
    }
}

extension ByteArena {
    /// Whether the bytes of `view` from `start` to `end` are those of `key` here. For short keys: it calls nothing.
    public func isKey(_ key: ByteRange, _ view: ByteView, from start: Int, to end: Int) -> Bool {
        guard end - start == Int(key.count) else { return false }
        let stored = self[key]
        let given = view.slice(from: start, count: end - start)
        return unsafe stored.withUnsafeBytes { a in
            unsafe given.withUnsafeBytes { b in
                // Sound: both runs have `a.count` bytes.
                unsafe CBytes_equal_short(
                    a.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    b.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    a.count
                ) != 0
            }
        }
    }

    /// Whether `view`, with its letters lowered, is `key`, whose letters are lower-case.
    public func isKeyIgnoringCase(_ key: ByteRange, _ view: ByteView) -> Bool {
        guard view.count == Int(key.count) else { return false }
        let stored = self[key]
        return unsafe stored.withUnsafeBytes { a in
            unsafe view.withUnsafeBytes { b in
                // Sound: both runs have `a.count` bytes.
                unsafe CBytes_equal_lowered(
                    b.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    a.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    a.count
                ) != 0
            }
        }
    }
}
