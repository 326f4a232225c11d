// Does a peer on HTTP/2 cost more than its work is worth?

import Bytes

/// Looks at the frame headers of everything that one peer sends, before nghttp2 does, and keeps its budget.
///
/// A budget that only came back with time would stop busy connections of good peers, and one without end would let every
/// known flood through: so misbehaviour costs points, useful work earns them back one by one, and a few come back each
/// second. When the points are spent the connection ends with GOAWAY (ENHANCE_YOUR_CALM).
///
/// Content is worth what it brings. A frame of DATA to which something was said earns a point, however small it is: so
/// conversations go on for hours. One to which nothing was said earns by its bytes, and costs when it has only a few
/// (CVE-2019-9511); otherwise frames of one byte would pay for every flood.
///
/// A frame costs a few dozen instructions; payloads are stepped over. What stays from slice to slice is a few numbers.
/// The present is an argument: nanoseconds of any clock that does not go back.
public struct H2FrameGuard: Sendable {
    /// The most CONTINUATION frames that one header block may have; an honest head needs none or two.
    public static var continuationsOfBlock: Int { 16 }
    /// The length of the client's preface (RFC 9113, 3.4).
    public static var prefaceBytes: Int { 24 }
    /// What one frame may carry unless we allow more (RFC 9113, 4.2): never too much for a header block.
    public static var defaultFrameBytes: Int { 16_384 }
    /// Less content than this is tiny, in a frame that does not end its stream. The head of a frame has nine bytes; what a
    /// tiny one costs to read, route and write again is about the work of a kilobyte.
    public static var tinyBytes: Int { 16 }
    /// As many bytes of content as earn a point when nothing was said to them.
    public static var bytesOfPoint: Int { 1000 }

    /// Why the connection has to end; nil as long as it need not. It never becomes nil again.
    public private(set) var exhausted: H2Misbehaviour?

    private let budget: H2MisbehaviourBudget
    private let blockLimit: Int

    /// The points that are left, in billionths, so that nanoseconds times points a second are the refill.
    private var balance: Int64
    private let fullBalance: Int64
    private var lastRefill: UInt64
    /// What was earned by answers, in points, and not yet claimed by the frames of content that they were given to.
    private var answers = 0

    /// Bytes that belong to the preface or to a frame whose header is known.
    private var toSkip: Int
    /// The first bytes of a frame header that came in pieces, the first one highest, and how many they are.
    private var headerBits: UInt64 = 0
    private var headerCount = 0
    /// The length of a padded DATA frame whose pad length comes after the skipped bytes; 0 when none is awaited.
    private var paddedLength = 0
    private var paddedEndsStream = false
    private var blockBytes = 0
    private var blockContinuations = 0

    /// A guard with a full budget.
    ///
    /// - Parameters:
    ///   - headBytes: `limits.head`; a header block of more than twice that (and of more than one frame) ends it at once.
    ///   - expectsPreface: whether the peer is a client, which sends a preface before its first frame.
    ///   - now: the present in nanoseconds.
    public init(budget: H2MisbehaviourBudget, headBytes: Int, expectsPreface: Bool, now: UInt64) {
        self.budget = budget
        blockLimit = max(2 * headBytes, Self.defaultFrameBytes)
        fullBalance = Int64(budget.points) * Self.unit
        balance = fullBalance
        lastRefill = now
        toSkip = expectsPreface ? Self.prefaceBytes : 0
    }

    /// How many whole points are left.
    public var pointsLeft: Int { Int(max(balance, 0) / Self.unit) }

    /// Takes note of the next bytes from the peer. Returns why the connection has to end, or nil.
    public mutating func receive(_ bytes: ByteView, now: UInt64) -> H2Misbehaviour? {
        if balance < fullBalance { refill(now) } else { lastRefill = now }
        var at = 0
        while at < bytes.count, exhausted == nil {
            if toSkip > 0 {
                let skipped = min(toSkip, bytes.count &- at)
                toSkip &-= skipped
                at &+= skipped
            } else if paddedLength > 0 {
                judgePadded(padding: Int(bytes[at]))
                at &+= 1
            } else {
                at = readHeader(bytes, from: at)
            }
        }
        return exhausted
    }

    /// Charges what the caller saw: `.reset` or `.refusal`. Returns why the connection has to end, or nil.
    public mutating func charge(_ kind: H2Misbehaviour, now: UInt64) -> H2Misbehaviour? {
        if balance < fullBalance { refill(now) } else { lastRefill = now }
        spend(budget.cost(of: kind), on: kind)
        return exhausted
    }

    /// Gives points back for useful work: a frame of content sent, a request answered.
    public mutating func earn(_ points: Int = 1) {
        regain(Int64(points) &* Self.unit)
        answers = min(answers &+ points, budget.points)
    }

    // MARK: Frames

    /// The first five bytes of a frame header say all that matters here: length, type, flags.
    private static var judgedBytes: Int { 5 }
    private static var headerBytes: Int { 9 }

    @inline(__always)
    private mutating func readHeader(_ bytes: ByteView, from start: Int) -> Int {
        if headerCount == 0, bytes.count &- start >= Self.headerBytes {
            let length = Int(bytes[start]) << 16 | Int(bytes[start &+ 1]) << 8 | Int(bytes[start &+ 2])
            toSkip = length &+ 4
            judge(type: bytes[start &+ 3], flags: bytes[start &+ 4], length: length)
            return start &+ Self.judgedBytes
        }
        return gatherHeader(bytes[start], behind: start)
    }

    @inline(never)
    private mutating func gatherHeader(_ byte: UInt8, behind index: Int) -> Int {
        headerBits = headerBits << 8 | UInt64(byte)
        headerCount += 1
        if headerCount == Self.judgedBytes {
            let length = Int(headerBits >> 16)
            toSkip = length + 4
            judge(
                type: UInt8(truncatingIfNeeded: headerBits >> 8),
                flags: UInt8(truncatingIfNeeded: headerBits),
                length: length
            )
            headerBits = 0
            headerCount = 0
        }
        return index + 1
    }

    /// Charges a frame by its header (RFC 9113, 6; PRIORITY_UPDATE: RFC 9218, 7.1).
    @inline(__always)
    private mutating func judge(type: UInt8, flags: UInt8, length: Int) {
        switch type {
        case 0x0: judgeData(flags: flags, length: length)
        case 0x1: judgeHeaders(length: length)
        case 0x2, 0x10: spend(budget.control, on: .priority)
        case 0x3: spend(budget.control, on: .reset)
        case 0x4: spend(budget.control, on: .settings)
        case 0x6: spend(budget.control, on: .ping)
        case 0x7: spend(budget.control, on: .goAway)
        case 0x8: spend(budget.control, on: .windowUpdate)
        case 0x9: judgeContinuation(length: length)
        default: spend(budget.control, on: .unknownFrame)
        }
    }

    private mutating func judgeData(flags: UInt8, length: Int) {
        let endsStream = flags & 0x1 != 0
        if flags & 0x8 != 0, length > 0 {
            // The pad length follows the stream identifier; without it nobody knows whether there is any content.
            toSkip = 4
            paddedLength = length
            paddedEndsStream = endsStream
        } else {
            judgeContent(length, endsStream: endsStream)
        }
    }

    private mutating func judgePadded(padding: Int) {
        let rest = paddedLength - 1
        toSkip = rest
        paddedLength = 0
        judgeContent(rest - padding, endsStream: paddedEndsStream)
    }

    private mutating func judgeContent(_ count: Int, endsStream: Bool) {
        if count <= 0 {
            if !endsStream { spend(budget.empty, on: .emptyFrame) }
        } else if answers > 0 {
            answers &-= 1
            regain(Self.unit)
        } else if count < Self.tinyBytes, !endsStream {
            spend(parts: Int64(budget.tiny) &* (Self.unit / 1000), on: .tinyFrame)
        } else {
            regain(Int64(min(count, Self.bytesOfPoint)) &* (Self.unit / Int64(Self.bytesOfPoint)))
        }
    }

    private mutating func judgeHeaders(length: Int) {
        blockBytes = length
        blockContinuations = 0
        // One frame alone is never too much for a block: beyond what a frame may have it is a FRAME_SIZE_ERROR.
        if length == 0 { spend(budget.empty, on: .emptyFrame) }
    }

    private mutating func judgeContinuation(length: Int) {
        blockBytes += length
        blockContinuations += 1
        spend(budget.continuation, on: .continuation)
        if length == 0 { spend(budget.empty, on: .emptyFrame) }
        if blockContinuations > Self.continuationsOfBlock { exhaust(.continuation) }
        if blockBytes > blockLimit { exhaust(.headerBlock) }
    }

    // MARK: Points

    /// Billionths of a point.
    private static var unit: Int64 { 1_000_000_000 }
    /// A thousand seconds: the most that is made up for at once, so that the product below fits 64 bits.
    private static var longestRefill: UInt64 { 1_000_000_000_000 }

    private mutating func refill(_ now: UInt64) {
        guard now > lastRefill else { return }
        let elapsed = min(now - lastRefill, Self.longestRefill)
        lastRefill = now
        // At most 1e12 ns times 1e6 points a second, and at most 1e15 before.
        balance = min(balance + Int64(elapsed) * Int64(budget.refillPerSecond), fullBalance)
    }

    private mutating func spend(_ points: Int, on kind: H2Misbehaviour) {
        spend(parts: Int64(points) &* Self.unit, on: kind)
    }

    /// Spends billionths of a point.
    private mutating func spend(parts: Int64, on kind: H2Misbehaviour) {
        balance &-= parts
        if balance < 0 { exhaust(kind) }
    }

    /// Gives billionths of a point back.
    private mutating func regain(_ parts: Int64) { balance = min(balance &+ parts, fullBalance) }

    private mutating func exhaust(_ kind: H2Misbehaviour) {
        if exhausted == nil { exhausted = kind }
    }
}
