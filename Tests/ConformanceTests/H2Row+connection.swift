// What does a server make of the beginning of a connection, of frames as such, and of errors?

import HTTP

extension H2Row {
    private static let big = [UInt8](repeating: 0x61, count: 16_385)
    private static let most = [UInt8](repeating: 0x61, count: 16_384)

    /// RFC 9113, 3 and 4, 5.4 and 5.5.
    static let connection: [H2Row] = [
        // 3.4 HTTP/2 connection preface
        .init("9113 3.4", "the client's preface, whereupon the server's begins with SETTINGS", [], .settingsFirst),
        .init("9113 3.4", "a request in the same flight as the preface", H2Bytes.headers(), .answered(200)),
        H2Row(
            "9113 3.4",
            "a preface that is not HTTP/2",
            Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX".utf8),
            .connectionError(.protocolError)
        ).whole,
        H2Row(
            "9113 3.4",
            "a request of HTTP/1.1",
            Array("GET / HTTP/1.1\r\nhost: a\r\n\r\n".utf8),
            .connectionError(.protocolError)
        )
        .whole,
        H2Row(
            "9113 3.4",
            "a preface that SETTINGS do not follow",
            H2Bytes.preface ++ H2Bytes.headers(),
            .connectionError(.protocolError)
        )
        .whole,
        H2Row(
            "9113 3.4",
            "a preface that a PING follows",
            H2Bytes.preface ++ H2Bytes.ping(),
            .connectionError(.protocolError)
        ).whole,

        // 4.1 Frame format
        .init("9113 4.1", "a frame of an unknown type", H2Bytes.frame(0x16, on: 0, [1, 2, 3]), .ignored),
        .init("9113 4.1", "an unknown type on a stream that is idle", H2Bytes.frame(0xFF, on: 5, [1, 2, 3]), .ignored),
        .init("9113 4.1", "a PING with flags that mean nothing", H2Bytes.ping(flags: 0x16), .pong(pinged)),
        .init(
            "9113 4.1",
            "a PING whose reserved bit is set",
            H2Bytes.ping(on: 0x8000_0000),
            .pong(pinged)
        ),
        .init(
            "9113 4.1",
            "HEADERS whose reserved bit is set",
            H2Bytes.headers(on: 0x8000_0001),
            .answered(200)
        ),

        // 4.2 Frame size
        .init("9113 4.2", "DATA of 2^14 bytes", H2Bytes.open() ++ H2Bytes.data(most), .answered(200)),
        .init(
            "9113 4.2",
            "DATA above SETTINGS_MAX_FRAME_SIZE",
            H2Bytes.open() ++ H2Bytes.data(big),
            .connectionError(.frameSizeError)
        ),
        .init(
            "9113 4.2",
            "HEADERS above SETTINGS_MAX_FRAME_SIZE",
            H2Bytes.headers(big),
            .connectionError(.frameSizeError)
        ),
        .init(
            "9113 4.2",
            "SETTINGS above SETTINGS_MAX_FRAME_SIZE",
            H2Bytes.frame(0x4, [UInt8](repeating: 0, count: 16_386)),
            .connectionError(.frameSizeError)
        ),
        .init(
            "9113 4.2",
            "an unknown frame above SETTINGS_MAX_FRAME_SIZE",
            H2Bytes.frame(0x20, big),
            .connectionError(.frameSizeError)
        ),

        // 4.3 Field section compression
        .init(
            "9113 4.3",
            "a header block that is no HPACK",
            H2Bytes.headers([0x40]),
            .connectionError(.compressionError)
        ),
        .init(
            "9113 4.3",
            "PRIORITY within a header block",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.priority(on: 1) ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 4.3",
            "HEADERS of another stream within a header block",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.headers(on: 3),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 4.3",
            "a header block that a faulty request refers to is kept for those that follow",
            // The dynamic table gets `x: y` from a request without :path, and the next request uses it.
            H2Bytes.headers(H2Bytes.request(path: nil) ++ [0x40] ++ H2Bytes.string("x") ++ H2Bytes.string("y"))
                ++ H2Bytes.headers(H2Bytes.request() ++ [0xBE], on: 3),
            .answered(200, on: 3)
        ),

        // 5.4.1 Connection error handling, 5.4.2 stream error handling
        .init(
            "9113 5.4.1",
            "an invalid PING gets GOAWAY, and the connection ends",
            H2Bytes.ping([1]),
            .connectionError(.frameSizeError)
        ),
        .init(
            "9113 5.4.2",
            "RST_STREAM is not answered with RST_STREAM",
            H2Bytes.open() ++ H2Bytes.reset(),
            .ignored
        ),
        .init(
            "9113 5.4.2",
            "a request behind a stream error is answered",
            H2Bytes.open() ++ H2Bytes.windowUpdate(0x7FFF_FFFF, on: 1) ++ H2Bytes.headers(on: 3),
            .streamError(.flowControlError)
        ),

        // 5.5 Extending HTTP/2
        .init(
            "9113 5.5",
            "an unknown frame on a stream that is open",
            H2Bytes.open() ++ H2Bytes.frame(0x42, on: 1, [0]) ++ H2Bytes.data(""),
            .answered(200)
        ),
        .init(
            "9113 5.5",
            "an unknown frame within a header block",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.frame(0x42, on: 1) ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),
        .init(
            "9218 7.1",
            "PRIORITY_UPDATE, which nobody asked for",
            H2Bytes.frame(0x10, H2Bytes.number(1) ++ Array("u=3".utf8)),
            .ignored
        ),
    ]
}
