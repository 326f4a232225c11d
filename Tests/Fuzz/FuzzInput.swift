// How the bytes of a fuzzer become a view.

import Bytes

/// Lends the input of one run to `body`. Compiled into every target.
func withInput(_ start: UnsafePointer<UInt8>?, _ count: Int, _ body: (ByteView) -> Void) -> CInt {
    // Sound: libFuzzer keeps `count` bytes at `start` for the length of the call. It may pass nil for none.
    unsafe body(start == nil ? .empty : ByteView(base: start.unsafelyUnwrapped, count: count))
    return 0
}

extension ByteView {
    /// The first byte as a choice below `count`, and what follows it.
    func choice(below count: Int) -> (Int, ByteView) {
        isEmpty ? (0, self) : (Int(self[0]) % count, dropFirst(1))
    }
}
