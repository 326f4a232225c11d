// What do the bytes of an HTTP/2 connection say, and which bytes answer them?

import Bytes
import CNghttp2

/// One end of an HTTP/2 connection (RFC 9113): bytes in, events out; messages in, bytes out on demand.
///
/// Framing, decoding, stream states and flow control are libnghttp2's. What messages mean is not: its checks of HTTP are
/// switched off, and `H2RequestReader` and its siblings judge the field sections. Nothing is written until `collect` is
/// called, so that all that a turn of the loop brings leaves in one go.
@safe
public struct H2Session: ~Copyable {
    let state: UnsafeMutablePointer<H2SessionState>
    let handle: OpaquePointer
    /// Whether the connection is broken beyond saying so.
    public private(set) var isBroken = false
    /// Whether nothing more that the peer says can be understood.
    private var isDeaf = false

    /// Begins a connection; our preface and settings leave with the first `collect`.
    /// - Parameter now: nanoseconds of a monotonic clock, as for `receive`.
    public init(_ role: H2Role, settings: H2Settings, budget: H2MisbehaviourBudget, now: UInt64) {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: H2SessionState(role, settings: settings, budget: budget, now: now))
        unsafe handle = H2SessionOptions.makeSession(role, state)
        unsafe state.pointee.handle = unsafe handle
        unsafe H2SessionOptions.submit(settings, role, to: handle)
    }

    deinit {
        unsafe nghttp2_session_del(handle)
        unsafe state.deinitialize(count: 1)
        unsafe state.deallocate()
    }

    // MARK: bytes

    /// Understands `input` whole; what it says is in `inbox` afterwards, whose data events refer to `input`.
    /// - Parameter now: nanoseconds of a monotonic clock.
    public mutating func receive(_ input: ByteView, now: UInt64, into inbox: inout H2Inbox) {
        guard !isBroken, !isDeaf, !input.isEmpty else { return }
        unsafe state.pointee.now = now
        if unsafe state.pointee.watch.receive(input, now: now) != nil { return }
        if unsafe state.pointee.unfinished != nil { resumeSection(in: &inbox) }
        let count = unsafe withUnsafeMutablePointer(to: &inbox) { inbox in
            unsafe state.pointee.inbox = unsafe inbox
            unsafe state.pointee.inputStart = unsafe input.start
            defer {
                unsafe state.pointee.inbox = nil
                unsafe state.pointee.inputStart = nil
            }
            return unsafe nghttp2_session_mem_recv(handle, input.start, input.count)
        }
        if inbox.sections.isOpen { unsafe state.pointee.unfinished = inbox.sections.suspend() }
        if count < 0 { fail(Int32(truncatingIfNeeded: count)) }
    }

    /// Goes on with a field section whose beginning came with an earlier input.
    private mutating func resumeSection(in inbox: inout H2Inbox) {
        var unfinished: H2UnfinishedSection?
        unsafe swap(&unfinished, &state.pointee.unfinished)
        if let unfinished { inbox.sections.resume(unfinished) }
    }

    /// libnghttp2 answers most faults by itself; these it only tells.
    private mutating func fail(_ error: Int32) {
        isDeaf = true
        switch error {
        case NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue: goAway(.protocolError, reason: "the client preface is not HTTP/2")
        // More acknowledgements wait for the peer than it can have a use for.
        case NGHTTP2_ERR_FLOODED.rawValue: goAway(.enhanceYourCalm, reason: "too many pings or settings wait")
        default: isBroken = true
        }
    }

    /// Appends what is to be written now to `out`, until nothing is left or `out` has about `limit` bytes. `pairs` is the
    /// caller's buffer for trailers. What it comes to is told by `takeWritten`.
    public mutating func collect(into out: inout ByteBuffer, limit: Int, pairs: inout H2Pairs) {
        unsafe withUnsafeMutablePointer(to: &pairs) { pairs in
            unsafe withUnsafeMutablePointer(to: &out) { out in
                unsafe state.pointee.pairs = unsafe pairs
                unsafe state.pointee.output = unsafe out
                unsafe state.pointee.outputLimit = limit
                defer {
                    unsafe state.pointee.pairs = nil
                    unsafe state.pointee.output = nil
                }
                unsafe fill(out, limit: limit)
            }
        }
    }

    /// The next thing that writing came to (`sent`, `room`, `closed`), in order; nil when all were taken.
    public mutating func takeWritten() -> H2Event? { unsafe state.pointee.written.take() }

    private mutating func fill(_ out: UnsafeMutablePointer<ByteBuffer>, limit: Int) {
        while unsafe out.pointee.count < limit {
            var bytes: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(handle, &bytes)
            if count < 0 { isBroken = true }
            guard count > 0, let bytes = unsafe bytes else { return }
            // Sound: libnghttp2 lends so many bytes until the next call.
            unsafe append(ByteView(base: bytes, count: count), to: &out.pointee)
        }
    }

    /// Appends a frame as libnghttp2 made it, but for what is our own.
    private mutating func append(_ frame: ByteView, to out: inout ByteBuffer) {
        if frame.count >= H2SessionState.frameHead, frame[3] == UInt8(NGHTTP2_HEADERS.rawValue) {
            if unsafe !state.pointee.appendHead(frame, to: &out) { isBroken = true }
            return
        }
        let start = out.count
        out.append(frame)
        if unsafe state.pointee.streamsToAnnounce > 0 { announceStreams(in: &out, at: start) }
    }

    /// Writes our own bound of streams into our first frame, which is SETTINGS.
    ///
    /// libnghttp2 ends the connection when a client opens more streams than it was allowed, where a stream error is asked
    /// for (RFC 9113, 5.1.2). So it is told a larger bound than the client, and `H2SessionCallbacks` refuses the rest.
    private mutating func announceStreams(in out: inout ByteBuffer, at start: Int) {
        let streams = unsafe state.pointee.streamsToAnnounce
        unsafe state.pointee.streamsToAnnounce = 0
        let frame = out.readable.dropFirst(start)
        guard frame.count >= 9, frame[3] == UInt8(NGHTTP2_SETTINGS.rawValue) else { return }
        // Entries of six bytes: an identifier of two, a value of four.
        for entry in stride(from: 9, to: frame.count - 5, by: 6)
        where frame[entry] == 0 && frame[entry + 1] == UInt8(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS.rawValue) {
            for byte in 0..<4 {
                let value = UInt8(truncatingIfNeeded: streams >> UInt32(24 - 8 * byte))
                out.replaceByte(at: start + entry + 2 + byte, with: value)
            }
        }
    }

    /// Whether `collect` would yield something.
    public var wantsToWrite: Bool { unsafe nghttp2_session_want_write(handle) != 0 }

    /// Whether nothing is to be read or written any more.
    public var isFinished: Bool {
        unsafe isBroken || (isDeaf || nghttp2_session_want_read(handle) == 0) && !wantsToWrite
    }

    // MARK: judgements

    /// What spent the budget for misbehaviour, once it is spent.
    public var misbehaviour: H2Misbehaviour? { unsafe state.pointee.watch.exhausted }

    /// The error with which our GOAWAY has ended the connection, whoever found it, libnghttp2 or the owner; nil as long as
    /// none has left.
    public var verdict: H2ErrorCode? {
        let code = unsafe state.pointee.verdict
        return code == H2ErrorCode.noError.rawValue ? nil : H2ErrorCode(received: code)
    }

    /// Counts against the peer what only the owner can see.
    public mutating func charge(_ offence: H2Misbehaviour) { unsafe state.pointee.charge(offence) }

    /// Counts in the peer's favour.
    public mutating func earn(_ points: Int) { unsafe state.pointee.watch.earn(points) }

    /// Whether a field section has begun to arrive and is not complete.
    public var isInsideHead: Bool { unsafe state.pointee.unfinished != nil }

    // MARK: the connection

    /// Says that the connection ends and which streams were still looked at (RFC 9113, 6.8).
    public mutating func goAway(_ code: H2ErrorCode, reason: ByteView) {
        let last = unsafe nghttp2_session_get_last_proc_stream_id(handle)
        _ = unsafe nghttp2_submit_goaway(
            handle,
            UInt8(NGHTTP2_FLAG_NONE.rawValue),
            last,
            code.rawValue,
            reason.start,
            reason.count
        )
    }

    public mutating func goAway(_ code: H2ErrorCode, reason: StaticString) { goAway(code, reason: ByteView(reason)) }

    /// Says that the connection will end, without refusing anything yet.
    public mutating func announceEnd() { _ = unsafe nghttp2_submit_shutdown_notice(handle) }

    public mutating func ping() { _ = unsafe nghttp2_submit_ping(handle, UInt8(NGHTTP2_FLAG_NONE.rawValue), nil) }

    /// Streams that the peer lets us have open at once.
    public var peerStreams: Int {
        Int(unsafe nghttp2_session_get_remote_settings(handle, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS))
    }

    /// Whether the peer serves extended CONNECT (RFC 8441).
    public var peerAllowsConnect: Bool {
        unsafe nghttp2_session_get_remote_settings(handle, NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL) == 1
    }

    /// Streams that are open or not yet released.
    public var openStreams: Int { unsafe state.pointee.openCount }
}
