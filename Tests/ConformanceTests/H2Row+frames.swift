// What does a server make of each type of frame?

import HTTP

extension H2Row {
    private static let post = H2Bytes.open()

    /// RFC 9113, 6.
    static let frames: [H2Row] = [
        // 6.1 DATA
        .init("9113 6.1", "DATA on stream 0", post ++ H2Bytes.data("x", on: 0), .connectionError(.protocolError)),
        .init("9113 6.1", "DATA in pieces", post ++ H2Bytes.data("x", flags: 0) ++ H2Bytes.data("y"), .answered(200)),
        .init("9113 6.1", "DATA that is padded", post ++ H2Bytes.data([2, 0x61, 0, 0], flags: 0x9), .answered(200)),
        .init(
            "9113 6.1",
            "DATA that is nothing but padding",
            post ++ H2Bytes.data([3, 0, 0, 0], flags: 0x9),
            .answered(200)
        ),
        .init(
            "9113 6.1",
            "DATA whose padding is as long as the frame",
            post ++ H2Bytes.data([4, 0, 0, 0], flags: 0x9),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.1",
            "DATA without room for the padding's length",
            post ++ H2Bytes.data([], flags: 0x9),
            .connectionError(.protocolError),
            deviation: "4.2 asks for FRAME_SIZE_ERROR; libnghttp2 takes it for padding that is too long (6.1)"
        ),

        // 6.2 HEADERS
        .init("9113 6.2", "HEADERS on stream 0", H2Bytes.headers(on: 0), .connectionError(.protocolError)),
        .init(
            "9113 6.2",
            "HEADERS without END_HEADERS and then PRIORITY",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.priority(on: 1),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.2",
            "HEADERS without END_HEADERS and then DATA",
            H2Bytes.headers(flags: 0x0) ++ H2Bytes.data("x"),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.2",
            "HEADERS that are padded",
            H2Bytes.headers([2] ++ H2Bytes.request() ++ [0, 0], flags: 0xD),
            .answered(200)
        ),
        .init(
            "9113 6.2",
            "HEADERS whose padding is longer than the frame",
            H2Bytes.headers([255] ++ H2Bytes.request(), flags: 0xD),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.2",
            "HEADERS too short for the priority they announce",
            H2Bytes.headers([0, 0], flags: 0x25),
            .connectionError(.frameSizeError)
        ),

        // 6.3 PRIORITY
        .init(
            "9113 6.3",
            "PRIORITY on a stream that is open",
            post ++ H2Bytes.priority(on: 1) ++ H2Bytes.data(""),
            .answered(200)
        ),
        .init(
            "9113 6.3",
            "PRIORITY on stream 0",
            H2Bytes.priority(on: 0),
            .ignored,
            deviation: "priorities are ignored as a whole (SETTINGS_NO_RFC7540_PRIORITIES)"
        ),
        .init(
            "9113 6.3",
            "PRIORITY of four bytes",
            H2Bytes.frame(0x2, on: 1, [0, 0, 0, 0]),
            .connectionError(.frameSizeError),
            deviation: "6.3 asks for a stream error, which an idle stream cannot have"
        ),

        // 6.4 RST_STREAM
        .init("9113 6.4", "RST_STREAM on stream 0", H2Bytes.reset(on: 0), .connectionError(.protocolError)),
        .init(
            "9113 6.4",
            "RST_STREAM on a stream that is idle",
            H2Bytes.reset(on: 3),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.4",
            "RST_STREAM of three bytes",
            post ++ H2Bytes.frame(0x3, on: 1, [0, 0, 0]),
            .connectionError(.frameSizeError)
        ),

        // 6.5 SETTINGS
        .init(
            "9113 6.5",
            "an acknowledgement that carries something",
            H2Bytes.frame(0x4, flags: 0x1, [0, 1, 0, 0, 0, 0]),
            .connectionError(.frameSizeError)
        ),
        .init("9113 6.5", "SETTINGS on a stream", H2Bytes.frame(0x4, on: 1), .connectionError(.protocolError)),
        .init("9113 6.5", "SETTINGS of three bytes", H2Bytes.frame(0x4, [0, 3, 0]), .connectionError(.frameSizeError)),

        // 6.5.2 Defined settings
        .init(
            "9113 6.5.2",
            "ENABLE_PUSH that is neither 0 nor 1",
            H2Bytes.settings((0x2, 2)),
            .connectionError(.protocolError)
        ),
        .init("9113 6.5.2", "ENABLE_PUSH that is 1", H2Bytes.settings((0x2, 1)), .acknowledged(2)),
        .init(
            "9113 6.5.2",
            "INITIAL_WINDOW_SIZE above 2^31-1",
            H2Bytes.settings((0x4, 0x8000_0000)),
            .connectionError(.flowControlError)
        ),
        .init(
            "9113 6.5.2",
            "MAX_FRAME_SIZE below 2^14",
            H2Bytes.settings((0x5, 16_383)),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.5.2",
            "MAX_FRAME_SIZE above 2^24-1",
            H2Bytes.settings((0x5, 1 << 24)),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.5.2",
            "a setting that nobody knows",
            H2Bytes.settings((0xFF, 1)) ++ H2Bytes.headers(),
            .answered(200)
        ),
        .init(
            "9113 6.5.2",
            "HEADER_TABLE_SIZE of nothing",
            H2Bytes.settings((0x1, 0)) ++ H2Bytes.headers(),
            .answered(200)
        ),
        .init(
            "9113 6.5.2",
            "HEADER_TABLE_SIZE of everything",
            H2Bytes.settings((0x1, .max)) ++ H2Bytes.headers(),
            .answered(200)
        ),
        .init(
            "9113 6.5.2",
            "MAX_HEADER_LIST_SIZE of nothing, which is advice",
            H2Bytes.settings((0x6, 0)) ++ H2Bytes.headers(),
            .answered(200)
        ),
        .init("8441 3", "ENABLE_CONNECT_PROTOCOL from a client", H2Bytes.settings((0x8, 1)), .acknowledged(2)),
        .init(
            "8441 3",
            "ENABLE_CONNECT_PROTOCOL that is neither 0 nor 1",
            H2Bytes.settings((0x8, 2)),
            .connectionError(.protocolError)
        ),

        // 6.5.3 Settings synchronization
        .init(
            "9113 6.5.3",
            "SETTINGS are acknowledged, each once",
            H2Bytes.settings() ++ H2Bytes.settings((0x4, 100)),
            .acknowledged(3)
        ),
        .init(
            "9113 6.5.3",
            "a setting twice in one frame, of which the last counts",
            H2Bytes.settings((0x4, 100), (0x4, 1)) ++ H2Bytes.headers(H2Bytes.request(path: "/10")),
            .content(1)
        ),

        // 6.6 PUSH_PROMISE
        .init(
            "9113 6.6",
            "PUSH_PROMISE from a client",
            post ++ H2Bytes.frame(0x5, flags: 0x4, on: 1, H2Bytes.number(2) ++ H2Bytes.request()),
            .connectionError(.protocolError)
        ),

        // 6.7 PING
        .init("9113 6.7", "PING", H2Bytes.ping(Array("12345678".utf8)), .pong(Array("12345678".utf8))),
        .init("9113 6.7", "an acknowledgement of a PING that was never sent", H2Bytes.ping(flags: 0x1), .ignored),
        .init("9113 6.7", "PING on a stream", H2Bytes.ping(on: 1), .connectionError(.protocolError)),
        .init("9113 6.7", "PING of six bytes", H2Bytes.ping([1, 2, 3, 4, 5, 6]), .connectionError(.frameSizeError)),

        // 6.8 GOAWAY
        .init("9113 6.8", "GOAWAY on a stream", H2Bytes.goAway(on: 1), .connectionError(.protocolError)),
        .init(
            "9113 6.8",
            "GOAWAY of seven bytes",
            H2Bytes.frame(0x7, [0, 0, 0, 0, 0, 0, 0]),
            .connectionError(.frameSizeError)
        ),
        .init(
            "9113 6.8",
            "GOAWAY while a request runs, which is answered",
            post ++ H2Bytes.goAway() ++ H2Bytes.data(""),
            .ended
        ),

        // 6.9 WINDOW_UPDATE
        .init(
            "9113 6.9",
            "an increment of nothing for the connection",
            H2Bytes.windowUpdate(0),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.9",
            "an increment of nothing for a stream",
            post ++ H2Bytes.windowUpdate(0, on: 1),
            .connectionError(.protocolError),
            deviation: "6.9 asks for a stream error; 5.4.1 lets any be one of the connection"
        ),
        .init(
            "9113 6.9",
            "WINDOW_UPDATE of three bytes",
            H2Bytes.frame(0x8, [0, 0, 1]),
            .connectionError(.frameSizeError)
        ),
        .init("9113 6.9", "WINDOW_UPDATE whose reserved bit is set", H2Bytes.windowUpdate(0x8000_0001), .ignored),

        // 6.9.1 The flow-control window
        .init(
            "9113 6.9.1",
            "a window of one byte",
            H2Bytes.settings((0x4, 1)) ++ H2Bytes.headers(H2Bytes.request(path: "/10")),
            .content(1)
        ),
        .init(
            "9113 6.9.1",
            "the connection's window above 2^31-1",
            H2Bytes.windowUpdate(0x7FFF_FFFF) ++ H2Bytes.windowUpdate(0x7FFF_FFFF),
            .connectionError(.flowControlError)
        ),
        .init(
            "9113 6.9.1",
            "a stream's window above 2^31-1",
            post ++ H2Bytes.windowUpdate(0x7FFF_FFFF, on: 1),
            .streamError(.flowControlError)
        ),
        .init(
            "9113 6.9.1",
            "content beyond the stream's window",
            overflow,
            .streamError(.flowControlError)
        ),

        // 6.9.2 Initial flow-control window size
        .init(
            "9113 6.9.2",
            "INITIAL_WINDOW_SIZE that grows while an answer waits",
            H2Bytes.settings((0x4, 0)) ++ H2Bytes.headers(H2Bytes.request(path: "/10")) ++ H2Bytes.settings((0x4, 5)),
            .content(5)
        ),
        .init(
            "9113 6.9.2",
            "a window that becomes negative and positive again",
            H2Bytes.settings((0x4, 3)) ++ H2Bytes.headers(H2Bytes.request(path: "/10")) ++ H2Bytes.settings((0x4, 2))
                ++ H2Bytes.windowUpdate(2, on: 1),
            .content(4)
        ),
        .init(
            "9113 6.9.2",
            "INITIAL_WINDOW_SIZE that makes the window of a stream too large",
            post ++ H2Bytes.windowUpdate(0x7FFF_0000, on: 1) ++ H2Bytes.settings((0x4, 0x7FFF_FFFF)),
            .streamError(.flowControlError),
            deviation: "6.9.2 asks for an error of the connection; the stream alone ends"
        ),

        // 6.10 CONTINUATION
        .init(
            "9113 6.10",
            "a header block in four frames",
            H2Bytes.headers(Array(H2Bytes.request().prefix(1)), flags: 0x1)
                ++ H2Bytes.continuation(Array(H2Bytes.request().dropFirst(1).prefix(7)), flags: 0)
                ++ H2Bytes.continuation([], flags: 0) ++ H2Bytes.continuation(Array(H2Bytes.request().dropFirst(8))),
            .answered(200)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION that DATA follows",
            H2Bytes.headers(flags: 0) ++ H2Bytes.continuation([], flags: 0) ++ H2Bytes.data("x"),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION on stream 0",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.continuation([], on: 0),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION on another stream",
            H2Bytes.headers(flags: 0x1) ++ H2Bytes.continuation([], on: 3),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION behind END_HEADERS",
            post ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION behind a CONTINUATION with END_HEADERS",
            H2Bytes.headers(flags: 0) ++ H2Bytes.continuation([]) ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 6.10",
            "CONTINUATION behind DATA",
            post ++ H2Bytes.data("x", flags: 0) ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 10.5.1",
            "a header block that goes on and on",
            H2Bytes.headers(flags: 0x1) ++ repeated(20, H2Bytes.continuation([], flags: 0)),
            .connectionError(.enhanceYourCalm)
        ),
    ]

    /// More than the window of 65,535 bytes in a stream that is not read.
    private static let overflow =
        H2Bytes.open(H2Bytes.request(method: "POST", path: "/held"))
        ++ repeated(5, H2Bytes.data([UInt8](repeating: 0x61, count: 16_384), flags: 0))
}
