// What does a server make of frames in the wrong state of a stream?

import HTTP

extension H2Row {
    private static let finished = H2Bytes.headers()

    /// RFC 9113, 5.1 to 5.3.
    static let streams: [H2Row] = [
        // 5.1 Stream states: idle
        .init("9113 5.1", "idle: DATA", H2Bytes.data("x"), .connectionError(.protocolError)),
        .init("9113 5.1", "idle: RST_STREAM", H2Bytes.reset(), .connectionError(.protocolError)),
        .init("9113 5.1", "idle: WINDOW_UPDATE", H2Bytes.windowUpdate(1, on: 1), .connectionError(.protocolError)),
        .init(
            "9113 5.1",
            "idle: CONTINUATION",
            H2Bytes.continuation(H2Bytes.request()),
            .connectionError(.protocolError)
        ),
        .init("9113 5.1", "idle: PRIORITY", H2Bytes.priority(on: 1), .ignored),

        // half closed (remote)
        .init(
            "9113 5.1",
            "half closed (remote): DATA",
            H2Bytes.headers(H2Bytes.request(path: "/70000")) ++ H2Bytes.data("x"),
            .connectionError(.streamClosed),
            deviation: "5.1 asks for a stream error; 5.4.1 lets any be one of the connection"
        ),
        .init(
            "9113 5.1",
            "half closed (remote): HEADERS",
            H2Bytes.headers(H2Bytes.request(path: "/70000")) ++ H2Bytes.headers(),
            .connectionError(.streamClosed),
            deviation: "5.1 asks for a stream error; 5.4.1 lets any be one of the connection"
        ),
        .init(
            "9113 5.1",
            "half closed (remote): CONTINUATION",
            H2Bytes.headers(H2Bytes.request(path: "/70000")) ++ H2Bytes.continuation(H2Bytes.request()),
            .connectionError(.protocolError)
        ),
        .init(
            "9113 5.1",
            "half closed (remote): WINDOW_UPDATE lets the answer go on",
            H2Bytes.headers(H2Bytes.request(path: "/65540")) ++ H2Bytes.windowUpdate(5, on: 1)
                ++ H2Bytes.windowUpdate(5),
            .content(65_540)
        ),
        .init(
            "9113 5.1",
            "half closed (remote): PRIORITY",
            H2Bytes.headers() ++ H2Bytes.priority(on: 1),
            .answered(200)
        ),
        .init(
            "9113 5.1",
            "half closed (remote): RST_STREAM ends the answer",
            H2Bytes.headers(H2Bytes.request(path: "/70000")) ++ H2Bytes.reset(),
            .survived
        ),

        // closed
        .init(
            "9113 5.1",
            "closed by the client's RST_STREAM: DATA",
            H2Bytes.open() ++ H2Bytes.reset() ++ H2Bytes.data("x"),
            .ignored,
            deviation: "5.1 lets frames on closed streams be ignored: the stream is forgotten with its end"
        ),
        .init(
            "9113 5.1",
            "closed by the client's RST_STREAM: HEADERS",
            H2Bytes.open() ++ H2Bytes.reset() ++ H2Bytes.headers(),
            .ignored,
            deviation: "5.1 lets frames on closed streams be ignored: the stream is forgotten with its end"
        ),
        .init(
            "9113 5.1",
            "closed by the client's RST_STREAM: CONTINUATION",
            H2Bytes.open() ++ H2Bytes.reset() ++ H2Bytes.continuation(H2Bytes.request()),
            .connectionError(.protocolError)
        ),
        .init("9113 5.1", "closed: WINDOW_UPDATE", finished ++ H2Bytes.windowUpdate(1, on: 1), .answered(200)),
        .init("9113 5.1", "closed: RST_STREAM", finished ++ H2Bytes.reset(), .survived),
        .init("9113 5.1", "closed: PRIORITY", finished ++ H2Bytes.priority(on: 1), .answered(200)),
        .init(
            "9113 5.1",
            "closed: CONTINUATION",
            finished ++ H2Bytes.continuation([]),
            .connectionError(.protocolError)
        ),

        // 5.1.1 Stream identifiers
        .init("9113 5.1.1", "a stream with an even number", H2Bytes.headers(on: 2), .connectionError(.protocolError)),
        .init(
            "9113 5.1.1",
            "a stream whose number is below one that was used",
            H2Bytes.headers(on: 5) ++ H2Bytes.headers(on: 3),
            .answered(200, on: 5),
            deviation:
                "a number below is closed by the one above it (5.1.1), and what comes on closed streams is ignored (5.1)"
        ),
        .init("9113 5.1.1", "a first stream other than 1", H2Bytes.headers(on: 0x7F), .answered(200, on: 0x7F)),
        .init(
            "9113 5.1.1",
            "streams that leave numbers out",
            H2Bytes.headers(on: 1) ++ H2Bytes.headers(on: 9),
            .answered(200, on: 9)
        ),

        // 5.1.2 Stream concurrency; a hundred are allowed
        .init(
            "9113 5.1.2",
            "as many streams as are allowed",
            onStreams(99) { H2Bytes.open(on: $0) } ++ H2Bytes.headers(on: 201),
            .answered(200, on: 201)
        ),
        .init(
            "9113 5.1.2",
            "a stream more than is allowed",
            onStreams(101) { H2Bytes.open(on: $0) } ++ H2Bytes.reset(on: 1),
            .streamError(.refusedStream, on: 201)
        ),
        H2Row(
            "9113 5.1.2",
            "a stream more than is allowed, by a client that has not acknowledged SETTINGS yet",
            H2Bytes.preface ++ H2Bytes.settings() ++ onStreams(101) { H2Bytes.open(on: $0) } ++ H2Bytes.reset(on: 1),
            .streamError(.refusedStream, on: 201)
        ).whole,
        .init(
            "9113 5.1.2",
            "a stream in the room that an ended one left",
            onStreams(100) { H2Bytes.open(on: $0) } ++ H2Bytes.reset(on: 3) ++ H2Bytes.headers(on: 201),
            .answered(200, on: 201)
        ),

        // 5.2 Flow control
        .init(
            "9113 5.2",
            "an answer of more than the window",
            H2Bytes.headers(H2Bytes.request(path: "/70000")),
            .content(65_535)
        ),
        .init(
            "9113 5.2",
            "PING when the window is shut",
            H2Bytes.headers(H2Bytes.request(path: "/70000")) ++ H2Bytes.ping(),
            .pong(pinged)
        ),

        // 5.3 Priorities, which we say not to use
        .init(
            "9113 5.3.1",
            "HEADERS with a dependency",
            H2Bytes.headers(H2Bytes.number(0) ++ [15] ++ H2Bytes.request(), flags: 0x25),
            .answered(200)
        ),
        .init(
            "9113 5.3.1",
            "HEADERS that depend on a stream that is idle",
            H2Bytes.headers(H2Bytes.number(77) ++ [15] ++ H2Bytes.request(), flags: 0x25),
            .answered(200)
        ),
        .init(
            "9113 5.3.1",
            "HEADERS that depend on their own stream",
            H2Bytes.headers(H2Bytes.number(1) ++ [15] ++ H2Bytes.request(), flags: 0x25),
            .connectionError(.protocolError),
            deviation: "RFC 7540 asked for a stream error, RFC 9113 for nothing"
        ),
        .init(
            "9113 5.3.2",
            "PRIORITY that depends on its own stream",
            H2Bytes.priority(on: 1, dependsOn: 1),
            .ignored,
            deviation: "RFC 7540 asked for a stream error; priorities are ignored (SETTINGS_NO_RFC7540_PRIORITIES)"
        ),
    ]
}
