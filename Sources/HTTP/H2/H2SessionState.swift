// What does libnghttp2 find behind the pointer that its callbacks are handed?

import Bytes
import CNghttp2

/// The heart of a session: libnghttp2's handle, the places of the streams, and what is lent for the length of a call.
///
/// It lies in memory of its own, because libnghttp2 keeps its address. Callbacks reach it by that address while no
/// Swift access to it is under way.
@safe
struct H2SessionState: ~Copyable {
    typealias Stream = UnsafeMutablePointer<H2StreamState>

    let role: H2Role
    /// Streams that the peer may have open at once.
    let streamLimit: Int
    /// The same while our first frame, which says so, is not written; then 0.
    var streamsToAnnounce: UInt32
    let headBytes: Int
    let fields: Int
    var handle: OpaquePointer?
    /// Whether the peer knows our settings.
    var isAcknowledged = false
    /// Streams refused because there were too many.
    var surplus = 0
    /// The error code of the GOAWAY that we sent last; 0 as long as none named an error.
    var verdict: UInt32 = 0
    var watch: H2FrameGuard
    /// Encodes our field sections; libnghttp2 is given none.
    var encoder = HPACKEncoder()
    /// Lent during `receive`.
    var inbox: UnsafeMutablePointer<H2Inbox>?
    /// Lent during `collect`, for trailers.
    var pairs: UnsafeMutablePointer<H2Pairs>?
    /// What writing came to.
    var written = H2EventQueue()
    /// Lent during `collect`.
    var output: UnsafeMutablePointer<ByteBuffer>?
    /// As many bytes as `output` is to have, about.
    var outputLimit = Int.max
    /// Where the input of `receive` begins.
    var inputStart: UnsafePointer<UInt8>?
    /// Whose head or trailers libnghttp2 is handing out.
    var headOwner: Stream?
    /// Whose field section is being read.
    var sectionOwner: Stream?
    /// A field section whose end was not in the last input.
    var unfinished: H2UnfinishedSection?
    /// Nanoseconds of the owner's clock at the last `receive`.
    var now: UInt64 = 0

    private var streams = unsafe ContiguousArray<Stream>()
    private var free: ContiguousArray<UInt32> = []
    /// How many streams are open or not yet released.
    private(set) var openCount = 0
    /// How many of them are closed.
    private var closedCount = 0

    init(_ role: H2Role, settings: H2Settings, budget: H2MisbehaviourBudget, now: UInt64) {
        self.role = role
        streamLimit = role == .server ? Int(settings.streams) : .max
        streamsToAnnounce = role == .server ? settings.streams : 0
        headBytes = Int(settings.headBytes)
        fields = Int(settings.fields)
        watch = H2FrameGuard(
            budget: budget,
            headBytes: Int(settings.headBytes),
            expectsPreface: role == .server,
            now: now
        )
        self.now = now
    }

    deinit {
        for place in unsafe streams.indices {
            let stream = unsafe streams[place]
            unsafe stream.deinitialize(count: 1)
            unsafe stream.deallocate()
        }
    }

    /// The stream at a place that was given out.
    func stream(_ place: UInt32) -> Stream { unsafe streams[Int(place)] }

    /// Takes a place for a stream.
    mutating func openStream(id: Int32) -> Stream {
        if free.isEmpty { addPlace() }
        let stream = unsafe streams[Int(free.removeLast())]
        unsafe stream.pointee.open(id: id)
        openCount += 1
        return unsafe stream
    }

    private mutating func addPlace() {
        let stream = Stream.allocate(capacity: 1)
        unsafe stream.initialize(to: H2StreamState(place: UInt32(streams.count)))
        free.append(UInt32(unsafe streams.count))
        unsafe streams.append(stream)
    }

    /// Whether the peer may open another stream. A closed one leaves its room at once, though its owner may only hear of it
    /// later; but there are never more of those than may be open.
    var hasRoomForStream: Bool { openCount - closedCount < streamLimit && closedCount < max(streamLimit, 100) }

    /// libnghttp2 knows the stream no more.
    mutating func noteClosed(_ stream: Stream) {
        unsafe stream.pointee.isClosed = true
        closedCount += 1
    }

    mutating func closeStream(_ place: UInt32) {
        if unsafe streams[Int(place)].pointee.isClosed { closedCount -= 1 }
        unsafe streams[Int(place)].pointee.close()
        free.append(place)
        openCount -= 1
    }

    /// The stream of this identifier, as libnghttp2 remembers it.
    func stream(id: Int32) -> Stream? {
        unsafe nghttp2_session_get_stream_user_data(handle, id)?.assumingMemoryBound(to: H2StreamState.self)
    }

    /// The field section that is being read for this stream, if it is, concerns nobody any more: libnghttp2 does not tell
    /// its end, because the stream has ended or is about to.
    mutating func abandonSection(of stream: Stream) {
        guard unsafe sectionOwner == stream else { return }
        unsafe sectionOwner = nil
        unfinished = nil
        _ = unsafe inbox?.pointee.sections.suspend()
    }

    var openPlaces: ContiguousArray<UInt32> {
        var places: ContiguousArray<UInt32> = []
        for place in unsafe streams.indices {
            let stream = unsafe streams[place]
            guard unsafe stream.pointee.isTaken else { continue }
            places.append(unsafe stream.pointee.place)
        }
        return places
    }

    /// Leaves an event: beside what was received, or with what writing came to.
    mutating func tell(_ event: H2Event) {
        if let inbox = unsafe inbox {
            unsafe inbox.pointee.events.append(event)
        } else {
            written.append(event)
        }
    }

    mutating func tellRoom() {
        for place in unsafe streams.indices {
            let stream = unsafe streams[place]
            guard unsafe stream.pointee.awaitsRoom && stream.pointee.output.isEmpty else { continue }
            unsafe stream.pointee.awaitsRoom = false
            tell(.room(stream: unsafe stream.pointee.place))
        }
    }

    /// The stream with this identifier; for the rare case that libnghttp2 never opened it.
    func unopenedStream(id: Int32) -> Stream? {
        unsafe streams.first { unsafe $0.pointee.id == id && !$0.pointee.isClosed }
    }

    /// Counts something that a peer which means well does rarely.
    mutating func charge(_ offence: H2Misbehaviour) { _ = watch.charge(offence, now: now) }
}
