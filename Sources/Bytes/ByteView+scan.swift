// Where the next byte of another class stands: the fast scans of the parsers.

import CBytes

extension ByteView {
    /// The index of the first byte at or after `start` that no token may contain (RFC 9110, 5.6.2), or `count`.
    public func endOfToken(from start: Int) -> Int {
        unsafe scan(from: start) { base, length in unsafe CBytes_token_end(base, length, start) }
    }

    /// The index of the first byte at or after `start` that no field value may contain (RFC 9110, 5.5), or `count`.
    ///
    /// Such bytes are the controls but for the tab, and DEL; 0x80 and up are allowed.
    public func endOfFieldText(from start: Int) -> Int {
        unsafe scan(from: start) { base, length in unsafe CBytes_text_end(base, length, start) }
    }

    /// The index of the first byte at or after `start` that is not visible ASCII (0x21 to 0x7E), or `count`.
    public func endOfVisible(from start: Int) -> Int {
        unsafe scan(from: start) { base, length in unsafe CBytes_visible_end(base, length, start) }
    }

    /// The index of the first byte at or after `start` that is `#` or not visible ASCII, or `count`.
    public func endOfQuery(from start: Int) -> Int {
        unsafe scan(from: start) { base, length in unsafe CBytes_query_end(base, length, start) }
    }

    /// The index of the first byte at or after `start` at which a URI path stops being plain, or `count`.
    ///
    /// A plain path holds only bytes that normalising leaves alone: no `%`, `;`, `\`, `?`, `#`, quotes or invisible
    /// byte, and no slash in front of another slash or a dot. At such a pair the index is that of the slash. A few
    /// harmless bytes (`$`, `=`) stop the scan as well; the slow path judges them.
    public func endOfPlainPath(from start: Int) -> Int {
        unsafe scan(from: start) { base, length in unsafe CBytes_plain_path_end(base, length, start) }
    }

    /// Whether the view equals `name`, a lower-case literal, when ASCII letters are folded.
    ///
    /// Exact for tokens and field values, which hold no controls but the tab: those would count as 0x20 to 0x3F.
    public func equalsFolded(_ name: StaticString) -> Bool {
        guard count == name.utf8CodeUnitCount else { return false }
        if count == 0 { return true }
        // Sound: both runs have `count` bytes.
        return unsafe withUnsafeBytes { raw in
            unsafe CBytes_equal_folded(
                raw.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self),
                name.utf8Start,
                raw.count
            ) != 0
        }
    }

    /// Lends all bytes to `body`, which searches from `start` on.
    @unsafe
    private func scan(from start: Int, _ body: (UnsafePointer<UInt8>, Int) -> Int) -> Int {
        precondition(start >= 0 && start <= count, "A scan begins outside of its view.")
        if start == count { return count }
        // Sound: start < count, so there are bytes, and the scan is told how many.
        return unsafe body(self.start.unsafelyUnwrapped, count)
    }
}
