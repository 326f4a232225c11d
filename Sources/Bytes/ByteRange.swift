/// Where a run of bytes lies inside a larger one: an offset and a length, both in bytes.
///
/// A range is a plain value without memory behind it; `ByteView.subscript(_: ByteRange)` turns it back into bytes.
public struct ByteRange: Equatable, Sendable {
    public var start: UInt32
    public var count: UInt32

    public init(start: Int, count: Int) {
        self.start = UInt32(start)
        self.count = UInt32(count)
    }

    public static var empty: ByteRange { ByteRange(start: 0, count: 0) }

    public var end: Int { Int(start) + Int(count) }
    public var isEmpty: Bool { count == 0 }
}
