// houses: HTTP
// Does every path have one normal form that hides nothing?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        var buffer = ByteBuffer()
        guard let changed = try? PathNormalizer.normalize(input, into: &buffer) else { return }
        let path = changed ? buffer.readable : input
        precondition(path.first == 0x2F && path.endOfVisible(from: 0) == path.count, "A path holds what it may not.")
        precondition(path.range(ofPair: 0x2F, 0x2F) == nil, "A path has an empty segment.")
        var again = ByteBuffer()
        precondition((try? PathNormalizer.normalize(path, into: &again)) == false, "A path has two normal forms.")
        checkSegments(path)
    }
}

/// No segment is a dot segment.
private func checkSegments(_ path: ByteView) {
    var rest = path.dropFirst(1)
    while true {
        let end = rest.firstIndex(of: 0x2F) ?? rest.count
        let segment = rest.prefix(end)
        precondition(segment != "." && segment != ".." && !segment.hasPrefix("..;"), "A dot segment is left.")
        if end == rest.count { return }
        rest = rest.dropFirst(end + 1)
    }
}

extension ByteView {
    /// The index of the first place where `a` stands before `b`.
    fileprivate func range(ofPair a: UInt8, _ b: UInt8) -> Int? {
        (0..<max(0, count - 1)).first { self[$0] == a && self[$0 + 1] == b }
    }
}
