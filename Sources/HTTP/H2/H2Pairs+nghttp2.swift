// How does libnghttp2 see outgoing fields?

import Bytes
import CNghttp2

extension H2Pairs {
    /// Lends the pairs in libnghttp2's form for the length of the call; it copies what it keeps.
    func withNameValues<R>(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> R) -> R {
        let count = count
        return unsafe withUnsafeTemporaryAllocation(of: nghttp2_nv.self, capacity: max(count, 1)) { pairs in
            for index in 0..<count {
                let (name, value) = self[index]
                unsafe (pairs.baseAddress! + index).initialize(to: Self.form(name, value))
            }
            return unsafe body(UnsafePointer(pairs.baseAddress), count)
        }
    }

    private static func form(_ name: ByteView, _ value: ByteView) -> nghttp2_nv {
        // Sound: libnghttp2 only reads. What proves who somebody is never enters the shared table (RFC 7541, 7.1.3).
        unsafe nghttp2_nv(
            name: UnsafeMutablePointer(mutating: name.start),
            value: UnsafeMutablePointer(mutating: value.start),
            namelen: name.count,
            valuelen: value.count,
            flags: name == "authorization" || name == "proxy-authorization"
                ? UInt8(NGHTTP2_NV_FLAG_NO_INDEX.rawValue) : UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)
        )
    }
}
