// How are requests and answers handed to an HTTP/2 connection?

import Bytes
import CNghttp2

extension H2Session {
    // libnghttp2 sends heads without fields; `fill` puts ours in their place.

    /// Begins a stream with a request whose fields are `pairs`.
    /// - Returns: the stream's place; nil when the connection can have no more streams.
    public mutating func request(_ pairs: borrowing H2Pairs, hasContent: Bool) -> UInt32? {
        let stream = unsafe state.pointee.openStream(id: 0)
        var provider = unsafe Self.provider(stream)
        let id = unsafe withUnsafePointer(to: &provider) { provider in
            unsafe nghttp2_submit_request(handle, nil, nil, 0, hasContent ? provider : nil, stream)
        }
        guard id > 0 else {
            unsafe state.pointee.closeStream(stream.pointee.place)
            return nil
        }
        unsafe stream.pointee.id = id
        unsafe stream.pointee.heads.append(pairs)
        if !hasContent { unsafe stream.pointee.ending = .plain }
        return unsafe stream.pointee.place
    }

    /// Answers with a final head; content follows by `write` and `end` when `hasContent`.
    public mutating func respond(_ place: UInt32, _ pairs: borrowing H2Pairs, hasContent: Bool) {
        let stream = unsafe state.pointee.stream(place)
        unsafe stream.pointee.heads.append(pairs)
        var provider = unsafe Self.provider(stream)
        _ = unsafe withUnsafePointer(to: &provider) { provider in
            unsafe nghttp2_submit_response(handle, stream.pointee.id, nil, 0, hasContent ? provider : nil)
        }
        if !hasContent { unsafe stream.pointee.ending = .plain }
    }

    /// Puts another head in the place of the one that `respond` was given and forgets the content behind it; `end` must not
    /// have been called. Whether content follows stays as it was. False, and nothing is changed, once the head is written.
    public mutating func replaceHead(_ place: UInt32, _ pairs: borrowing H2Pairs) -> Bool {
        unsafe state.pointee.stream(place).pointee.replaceHead(with: pairs)
    }

    /// Answers with an interim head (1xx).
    public mutating func inform(_ place: UInt32, _ pairs: borrowing H2Pairs) {
        let stream = unsafe state.pointee.stream(place)
        unsafe stream.pointee.heads.append(pairs)
        let flags = UInt8(NGHTTP2_FLAG_NONE.rawValue)
        _ = unsafe nghttp2_submit_headers(handle, flags, stream.pointee.id, nil, nil, 0, nil)
    }

    private static func provider(_ stream: H2SessionState.Stream) -> nghttp2_data_provider {
        unsafe nghttp2_data_provider(
            source: nghttp2_data_source(ptr: stream),
            read_callback: H2SessionCallbacks.readContent
        )
    }

    /// Keeps content that goes out with the next `collect`.
    public mutating func write(_ place: UInt32, _ data: ByteView) {
        let stream = unsafe state.pointee.stream(place)
        unsafe stream.pointee.output.append(data)
        unsafe resume(stream)
    }

    /// Collects about one frame's worth of output with `data` as further content of a stream, which is copied only as far
    /// as flow control refuses it.
    public mutating func write(
        _ place: UInt32,
        _ data: ByteView,
        into out: inout ByteBuffer,
        pairs: inout H2Pairs
    ) {
        let stream = unsafe state.pointee.stream(place)
        unsafe stream.pointee.offered = data
        unsafe resume(stream)
        collect(into: &out, limit: .max, pairs: &pairs)
        unsafe stream.pointee.keepOffer()
    }

    /// Ends our content, with validated trailer lines or none.
    public mutating func end(_ place: UInt32, trailers: ByteView) {
        let stream = unsafe state.pointee.stream(place)
        guard unsafe stream.pointee.ending == .open else { return }
        unsafe stream.pointee.trailers.append(trailers)
        unsafe stream.pointee.ending = trailers.isEmpty ? .plain : .trailers
        unsafe resume(stream)
    }

    private func resume(_ stream: H2SessionState.Stream) {
        guard unsafe stream.pointee.isDeferred else { return }
        unsafe stream.pointee.isDeferred = false
        _ = unsafe nghttp2_session_resume_data(handle, stream.pointee.id)
    }

    /// Ends a stream at once, in both directions; a `closed` event follows.
    public mutating func reset(_ place: UInt32, _ code: H2ErrorCode) {
        let stream = unsafe state.pointee.stream(place)
        guard unsafe !stream.pointee.isClosed && !stream.pointee.isReset else { return }
        unsafe stream.pointee.isReset = true
        unsafe state.pointee.abandonSection(of: stream)
        _ = unsafe nghttp2_submit_rst_stream(
            handle,
            UInt8(NGHTTP2_FLAG_NONE.rawValue),
            stream.pointee.id,
            code.rawValue
        )
    }

    /// Keeps the place of a closed stream, whose content was not all taken, until `release`.
    public mutating func keep(_ place: UInt32) { unsafe state.pointee.stream(place).pointee.isKept = true }

    public func isKept(_ place: UInt32) -> Bool { unsafe state.pointee.stream(place).pointee.isKept }

    /// Gives a closed stream's place back, and its share of the connection's window.
    public mutating func release(_ place: UInt32) {
        let waiting = unsafe state.pointee.stream(place).pointee.content.waiting
        if waiting > 0 { _ = unsafe nghttp2_session_consume_connection(handle, waiting) }
        unsafe state.pointee.closeStream(place)
    }
}
