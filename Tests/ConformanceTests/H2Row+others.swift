// What does a server make of push, tunnels and floods?

import HTTP

extension H2Row {
    private static func connect(
        protocol name: String? = "websocket",
        scheme: String? = "http",
        path: String? = "/0",
        authority: String? = "a.example",
        _ fields: (name: String, value: String)...
    ) -> [UInt8] {
        let block =
            H2Bytes.request(method: "CONNECT", scheme: scheme, path: path, authority: authority)
            ++ (name.map { H2Bytes.field(":protocol", $0) } ?? [])
            ++ fields.flatMap { H2Bytes.field($0.name, $0.value) }
        return H2Bytes.open(block)
    }

    private static let manyFields = (0..<21).flatMap { H2Bytes.field("x\($0)", "y") }

    /// RFC 9113, 8.4 to 8.6 and 10.5; RFC 8441.
    static let others = tunnels + floods

    private static let tunnels: [H2Row] = [
        // 8.4 Server push
        .init(
            "9113 8.4",
            "PUSH_PROMISE from a client, on a stream of its own",
            H2Bytes.frame(0x5, flags: 0x4, on: 1, H2Bytes.number(2) ++ H2Bytes.request()),
            .connectionError(.protocolError)
        ),

        // 8.5 The CONNECT method
        .init(
            "9113 8.5",
            "CONNECT",
            H2Bytes.open(H2Bytes.request(method: "CONNECT", scheme: nil, path: nil)),
            .malformed(.h1(.connectUnsupported))
        ),
        .init(
            "9113 8.5",
            "CONNECT with :scheme and :path",
            H2Bytes.open(H2Bytes.request(method: "CONNECT")),
            .malformed(.h1(.connectUnsupported))
        ),

        // 8.6 The Upgrade header field
        .init(
            "9113 8.6",
            "HTTP2-Settings with Upgrade",
            get(("upgrade", "h2c"), ("http2-settings", "AAMAAABk")),
            .malformed(.connectionField)
        ),

        // RFC 8441: bootstrapping WebSockets
        .init("8441 4", "extended CONNECT", connect() ++ H2Bytes.data(""), .answered(200)),
        .init(
            "8441 4",
            ":protocol without CONNECT",
            H2Bytes.headers(H2Bytes.field(":protocol", "websocket") ++ H2Bytes.request()),
            .malformed(.protocolWithoutConnect)
        ),
        .init("8441 4", "extended CONNECT without :scheme", connect(scheme: nil), .malformed(.incompleteConnect)),
        .init("8441 4", "extended CONNECT without :path", connect(path: nil), .malformed(.incompleteConnect)),
        .init("8441 4", "extended CONNECT without :authority", connect(authority: nil), .malformed(.incompleteConnect)),
        .init("8441 4", "extended CONNECT to nothing", connect(protocol: ""), .malformed(.invalidConnectProtocol)),
        .init(
            "8441 5",
            "extended CONNECT with content-length",
            connect(("content-length", "5")),
            .malformed(.lengthInConnect)
        ),
        .init(
            "8441 5",
            "extended CONNECT with upgrade",
            connect(("upgrade", "websocket")),
            .malformed(.connectionField)
        ),
    ]

    private static let floods: [H2Row] = [
        // 10.5 Denial-of-service considerations
        .init(
            "9113 10.5.1",
            "a head of more bytes than SETTINGS_MAX_HEADER_LIST_SIZE",
            get(("x", String(repeating: "y", count: 4_096))),
            .malformed(.h1(.headTooLarge))
        ),
        .init(
            "9113 10.5.1",
            "a head of more fields than are allowed",
            H2Bytes.headers(H2Bytes.request() ++ manyFields),
            .malformed(.h1(.tooManyFields))
        ),
        .init(
            "9113 10.5",
            "streams that are reset as soon as they are begun",
            onStreams(90) { H2Bytes.open(on: $0) ++ H2Bytes.reset(on: $0) },
            .connectionError(.enhanceYourCalm)
        ),
        .init(
            "9113 10.5",
            "streams that the server is made to reset",
            onStreams(60) { H2Bytes.open(on: $0) ++ H2Bytes.windowUpdate(.max >> 1, on: $0) },
            .connectionError(.enhanceYourCalm)
        ),
        .init("9113 10.5", "a flood of PING", repeated(600, H2Bytes.ping()), .connectionError(.enhanceYourCalm)),
        .init(
            "9113 10.5",
            "a flood of SETTINGS",
            repeated(600, H2Bytes.settings()),
            .connectionError(.enhanceYourCalm)
        ),
        .init(
            "9113 10.5",
            "a flood of empty DATA",
            H2Bytes.open() ++ repeated(600, H2Bytes.data("", flags: 0)),
            .connectionError(.enhanceYourCalm)
        ),
        .init(
            "9113 10.5",
            "a flood of PRIORITY",
            repeated(600, H2Bytes.priority(on: 1)),
            .connectionError(.enhanceYourCalm)
        ),
        .init(
            "9113 10.5",
            "a flood of unknown frames",
            repeated(600, H2Bytes.frame(0x77)),
            .connectionError(.enhanceYourCalm)
        ),
    ]
}
