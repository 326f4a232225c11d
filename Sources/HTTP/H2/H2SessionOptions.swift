// How is libnghttp2 set up for us?

import CBytes
import CNghttp2

enum H2SessionOptions {
    /// How often the head of a CONTINUATION frame may be looked at in one field section. libnghttp2 counts every piece in
    /// which it arrives, and a frame's head has nine bytes; `H2FrameGuard` counts the frames.
    private static var continuations: Int { 10 * H2FrameGuard.continuationsOfBlock }
    /// A bound that no peer reaches, because `H2FrameGuard` ends its connection before.
    private static var boundlessStreams: UInt32 { 1 << 24 }
    /// Resets by the peer at once and in each second: more than any budget lets through.
    private static var resets: UInt64 { 1 << 30 }
    /// Most settings of one SETTINGS frame.
    private static var settings: Int { 32 }

    nonisolated(unsafe) private static let options: OpaquePointer = unsafe makeOptions()

    private static func makeOptions() -> OpaquePointer {
        var made: OpaquePointer?
        guard unsafe nghttp2_option_new(&made) == 0, let options = unsafe made else {
            fatalError("libnghttp2 has no memory for its options.")
        }
        // Windows open as content is taken, not as it arrives.
        unsafe nghttp2_option_set_no_auto_window_update(options, 1)
        unsafe nghttp2_option_set_no_http_messaging(options, 1)
        unsafe nghttp2_option_set_no_closed_streams(options, 1)
        unsafe nghttp2_option_set_max_settings(options, settings)
        unsafe nghttp2_option_set_max_continuations(options, continuations)
        // The budget for misbehaviour counts resets, by its own configurable numbers.
        unsafe nghttp2_option_set_stream_reset_rate_limit(options, resets, resets)
        return unsafe options
    }

    static func makeSession(_ role: H2Role, _ state: UnsafeMutablePointer<H2SessionState>) -> OpaquePointer {
        var made: OpaquePointer?
        let callbacks = unsafe H2SessionCallbacks.table
        // libnghttp2 copies the table of functions.
        var memory = unsafe nghttp2_mem(
            mem_user_data: nil,
            malloc: CBytes_take_block,
            free: CBytes_give_block,
            calloc: CBytes_take_zeroed_block,
            realloc: CBytes_change_block
        )
        let result =
            switch role {
            case .server: unsafe nghttp2_session_server_new3(&made, callbacks, state, options, &memory)
            case .client: unsafe nghttp2_session_client_new3(&made, callbacks, state, options, &memory)
            }
        guard result == 0, let session = unsafe made else { fatalError("libnghttp2 has no memory for a session.") }
        return unsafe session
    }

    /// Puts our settings and the connection's window in line to be sent.
    static func submit(_ settings: H2Settings, _ role: H2Role, to session: OpaquePointer) {
        var entries = [
            entry(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, settings.window),
            entry(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, settings.headBytes),
        ]
        switch role {
        case .server:
            // Our own bound is written into the frame when it leaves; see `H2Session.announceStreams`.
            entries.append(entry(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, boundlessStreams))
            // The dependency tree of RFC 7540 costs work for every stream and is deprecated (RFC 9113, 5.3.2).
            entries.append(entry(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1))
            if settings.allowsConnect { entries.append(entry(NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1)) }
        case .client: entries.append(entry(NGHTTP2_SETTINGS_ENABLE_PUSH, 0))
        }
        _ = unsafe nghttp2_submit_settings(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), entries, entries.count)
        _ = unsafe nghttp2_session_set_local_window_size(
            session,
            UInt8(NGHTTP2_FLAG_NONE.rawValue),
            0,
            Int32(clamping: settings.connectionWindow)
        )
    }

    private static func entry(_ id: nghttp2_settings_id, _ value: UInt32) -> nghttp2_settings_entry {
        nghttp2_settings_entry(settings_id: Int32(id.rawValue), value: value)
    }
}
