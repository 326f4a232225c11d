// What does libnghttp2 tell a session while it reads and writes?

import Bytes
import CNghttp2

/// The C entry points of a session. Each finds the session's state behind `user`, looks at what it was given, and leaves
/// an event; none calls out.
enum H2SessionCallbacks {
    typealias State = UnsafeMutablePointer<H2SessionState>

    /// The table of entry points; libnghttp2 copies it into each session.
    nonisolated(unsafe) static let table: OpaquePointer = unsafe makeTable()

    private static func makeTable() -> OpaquePointer {
        var made: OpaquePointer?
        guard unsafe nghttp2_session_callbacks_new(&made) == 0, let table = unsafe made else {
            fatalError("libnghttp2 has no memory for its callbacks.")
        }
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(table, beginHeaders)
        unsafe nghttp2_session_callbacks_set_on_header_callback(table, header)
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(table, frameReceived)
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, dataReceived)
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(table, streamClosed)
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(table, frameSent)
        unsafe nghttp2_session_callbacks_set_on_frame_not_send_callback(table, frameNotSent)
        unsafe nghttp2_session_callbacks_set_send_data_callback(table, sendData)
        return unsafe table
    }

    private static func state(_ user: UnsafeMutableRawPointer?) -> State {
        // Sound: every session is made with its state as user data and ended before it.
        unsafe user.unsafelyUnwrapped.assumingMemoryBound(to: H2SessionState.self)
    }

    // MARK: reading

    private static let beginHeaders: nghttp2_on_begin_headers_callback = { session, frame, user in
        let state = unsafe state(user)
        let id = unsafe frame!.pointee.hd.stream_id
        if unsafe frame!.pointee.headers.cat == NGHTTP2_HCAT_REQUEST {
            if unsafe !state.pointee.hasRoomForStream { return unsafe refuse(id, session, state) }
            let stream = unsafe state.pointee.openStream(id: id)
            unsafe nghttp2_session_set_stream_user_data(session, id, stream)
            unsafe state.pointee.sectionOwner = unsafe stream
        } else {
            unsafe state.pointee.sectionOwner = unsafe state.pointee.stream(id: id)
        }
        unsafe state.pointee.inbox?.pointee.sections.begin(
            headBytes: state.pointee.headBytes,
            fields: state.pointee.fields
        )
        return 0
    }

    /// One stream more than we allow; its fields are decoded, for the table's sake, and not looked at.
    private static func refuse(_ id: Int32, _ session: OpaquePointer?, _ state: State) -> Int32 {
        unsafe state.pointee.sectionOwner = nil
        _ = unsafe nghttp2_submit_rst_stream(
            session,
            UInt8(NGHTTP2_FLAG_NONE.rawValue),
            id,
            H2ErrorCode.refusedStream.rawValue
        )
        return 0
    }

    private static let header: nghttp2_on_header_callback = { _, _, name, nameCount, value, valueCount, _, user in
        let state = unsafe state(user)
        guard unsafe state.pointee.sectionOwner != nil else { return 0 }
        // Sound: libnghttp2 lends both for the length of this call.
        let name = unsafe ByteView(base: name!, count: nameCount)
        let value = unsafe ByteView(base: value!, count: valueCount)
        unsafe state.pointee.inbox?.pointee.sections.add(name: name, value: value)
        return 0
    }

    private static let frameReceived: nghttp2_on_frame_recv_callback = { _, frame, user in
        let state = unsafe state(user)
        let head = unsafe frame!.pointee.hd
        switch UInt32(head.type) {
        case NGHTTP2_HEADERS.rawValue: unsafe sectionReceived(head, state)
        case NGHTTP2_DATA.rawValue where head.flags & endStream != 0:
            if let stream = unsafe state.pointee.stream(id: head.stream_id) {
                unsafe state.pointee.tell(.end(stream: stream.pointee.place))
            }
        case NGHTTP2_SETTINGS.rawValue where head.flags & ack != 0: unsafe state.pointee.isAcknowledged = true
        case NGHTTP2_SETTINGS.rawValue:
            unsafe limitTable(frame!.pointee.settings, state)
            unsafe state.pointee.tell(.settings)
        case NGHTTP2_PING.rawValue where head.flags & ack != 0: unsafe state.pointee.tell(.pong)
        case NGHTTP2_GOAWAY.rawValue:
            let goAway = unsafe frame!.pointee.goaway
            unsafe state.pointee.tell(.goAway(lastStream: goAway.last_stream_id, code: goAway.error_code))
        default: break
        }
        return 0
    }

    private static var endStream: UInt8 { UInt8(NGHTTP2_FLAG_END_STREAM.rawValue) }
    private static var ack: UInt8 { UInt8(NGHTTP2_FLAG_ACK.rawValue) }

    private static func limitTable(_ settings: nghttp2_settings, _ state: State) {
        for index in 0..<(unsafe settings.niv) {
            // Sound: libnghttp2 lends so many entries.
            let entry = unsafe settings.iv[index]
            guard entry.settings_id == NGHTTP2_SETTINGS_HEADER_TABLE_SIZE.rawValue else { continue }
            unsafe state.pointee.encoder.limitTable(to: entry.value)
        }
    }

    private static func sectionReceived(_ head: nghttp2_frame_hd, _ state: State) {
        guard let inbox = unsafe state.pointee.inbox, let stream = unsafe state.pointee.sectionOwner else { return }
        let section = unsafe inbox.pointee.sections.end()
        unsafe state.pointee.sectionOwner = nil
        let ends = head.flags & endStream != 0
        unsafe state.pointee.tell(.section(stream: stream.pointee.place, section, endsStream: ends))
    }

    private static let dataReceived: nghttp2_on_data_chunk_recv_callback = { _, _, id, data, count, user in
        let state = unsafe state(user)
        guard let stream = unsafe state.pointee.stream(id: id), let start = unsafe state.pointee.inputStart else {
            return 0
        }
        // Sound: libnghttp2 points into the input that it was handed.
        let range = unsafe ByteRange(start: data! - start, count: count)
        unsafe state.pointee.tell(.data(stream: stream.pointee.place, range))
        return 0
    }

    private static let streamClosed: nghttp2_on_stream_close_callback = { _, id, code, user in
        let state = unsafe state(user)
        guard let stream = unsafe state.pointee.stream(id: id) else { return 0 }
        unsafe state.pointee.abandonSection(of: stream)
        unsafe state.pointee.noteClosed(stream)
        unsafe state.pointee.tell(.closed(stream: stream.pointee.place, code: code))
        return 0
    }

    // MARK: writing

    private static let frameSent: nghttp2_on_frame_send_callback = { _, frame, user in
        let state = unsafe state(user)
        let head = unsafe frame!.pointee.hd
        switch UInt32(head.type) {
        case NGHTTP2_DATA.rawValue: unsafe state.pointee.watch.earn(worth(ofContent: head.length))
        case NGHTTP2_HEADERS.rawValue: unsafe headSent(head, state)
        case NGHTTP2_RST_STREAM.rawValue:
            unsafe noteReset(frame!.pointee.rst_stream.error_code, state)
        case NGHTTP2_GOAWAY.rawValue:
            let code = unsafe frame!.pointee.goaway.error_code
            if code != H2ErrorCode.noError.rawValue { unsafe state.pointee.verdict = code }
        default: break
        }
        return 0
    }

    /// What a frame of content that left is worth. Some clients, Go's among them, open both windows after every four
    /// kilobytes that they took: what they took has to earn what that costs.
    private static func worth(ofContent count: Int) -> Int { 1 + count / 2048 }

    /// A request that could not even be begun, because the peer said goodbye or has no room, was seen by nobody.
    private static let frameNotSent: nghttp2_on_frame_not_send_callback = { _, frame, _, user in
        let state = unsafe state(user)
        let id = unsafe frame!.pointee.hd.stream_id
        guard unsafe frame!.pointee.hd.type == UInt8(NGHTTP2_HEADERS.rawValue), unsafe state.pointee.role == .client,
            unsafe state.pointee.stream(id: id) == nil, let stream = unsafe state.pointee.unopenedStream(id: id)
        else { return 0 }
        unsafe state.pointee.noteClosed(stream)
        unsafe state.pointee.tell(.closed(stream: stream.pointee.place, code: H2ErrorCode.refusedStream.rawValue))
        return 0
    }

    /// The frame of a head is about to be handed out. Only now is its stream still known to libnghttp2 for certain.
    private static func headSent(_ head: nghttp2_frame_hd, _ state: State) {
        unsafe state.pointee.watch.earn(1)
        guard let stream = unsafe state.pointee.stream(id: head.stream_id) else { return }
        unsafe state.pointee.headOwner = unsafe stream
        if head.flags & endStream != 0 { unsafe state.pointee.tell(.sent(stream: stream.pointee.place)) }
    }

    /// A stream that we had to reset cost us its work, whoever provoked it.
    private static func noteReset(_ code: UInt32, _ state: State) {
        switch code {
        case NGHTTP2_PROTOCOL_ERROR.rawValue, NGHTTP2_FLOW_CONTROL_ERROR.rawValue, NGHTTP2_STREAM_CLOSED.rawValue,
            NGHTTP2_FRAME_SIZE_ERROR.rawValue:
            unsafe state.pointee.charge(.refusal)
        case NGHTTP2_REFUSED_STREAM.rawValue: unsafe noteSurplus(state)
        default: break
        }
    }

    /// A client that does not know our bound yet may well open more streams (RFC 9113, 5.1.2), though not for ever.
    private static func noteSurplus(_ state: State) {
        unsafe state.pointee.surplus += 1
        if unsafe state.pointee.isAcknowledged || state.pointee.surplus > surplusBeforeSettings {
            unsafe state.pointee.charge(.refusal)
        }
    }

    private static var surplusBeforeSettings: Int { 1000 }

    /// Says how much content there is for a stream; `sendData` then takes it from where it lies.
    static let readContent: nghttp2_data_source_read_callback = { session, id, _, limit, flags, source, user in
        // Sound: the source is the stream's state, which lives at least as long as the stream.
        let stream = unsafe source!.pointee.ptr.assumingMemoryBound(to: H2StreamState.self)
        unsafe stream.pointee.wasAsked = true
        let available = unsafe stream.pointee.available
        let ending = unsafe stream.pointee.ending
        if available == 0, ending == .open {
            unsafe stream.pointee.isDeferred = true
            return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        }
        let count = min(available, limit)
        unsafe flags!.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
        if count == available, ending != .open {
            unsafe flags!.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue
            if ending == .trailers {
                unsafe flags!.pointee |= NGHTTP2_DATA_FLAG_NO_END_STREAM.rawValue
                unsafe submitTrailers(of: stream, session, state(user))
            }
        }
        return count
    }

    private static func submitTrailers(
        of stream: H2SessionState.Stream,
        _ session: OpaquePointer?,
        _ state: State
    ) {
        guard let pairs = unsafe state.pointee.pairs else { return }
        unsafe pairs.pointee.readTrailers(stream.pointee.trailers.readable)
        unsafe stream.pointee.heads.append(pairs.pointee)
        _ = unsafe nghttp2_submit_trailer(session, stream.pointee.id, nil, 0)
    }

    private static let sendData: nghttp2_send_data_callback = { _, frame, head, count, source, user in
        let state = unsafe state(user)
        guard let out = unsafe state.pointee.output else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
        let stream = unsafe source!.pointee.ptr.assumingMemoryBound(to: H2StreamState.self)
        // Sound: a frame's head has nine bytes. We never ask for padding.
        unsafe out.pointee.append(ByteView(base: head!, count: 9))
        unsafe stream.pointee.emit(count, to: &out.pointee)
        if unsafe frame!.pointee.hd.flags & endStream != 0 {
            unsafe state.pointee.tell(.sent(stream: stream.pointee.place))
        }
        if unsafe stream.pointee.awaitsRoom && stream.pointee.output.isEmpty {
            unsafe stream.pointee.awaitsRoom = false
            unsafe state.pointee.tell(.room(stream: stream.pointee.place))
        }
        // Without this libnghttp2 goes on with all content that the windows let through.
        return unsafe out.pointee.count < state.pointee.outputLimit ? 0 : NGHTTP2_ERR_PAUSE.rawValue
    }
}
