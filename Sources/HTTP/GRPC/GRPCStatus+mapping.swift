// Which gRPC status does an end mean that was not told in gRPC's own words?

extension GRPCStatus {
    /// What a gRPC client takes an answer for that has an HTTP status but no `grpc-status`.
    ///
    /// The table of gRPC's document "HTTP to gRPC Status Code Mapping". 200 without a `grpc-status` is UNKNOWN.
    public init(answer status: Status) {
        self =
            switch status {
            case .badRequest, .requestHeaderFieldsTooLarge: .internal
            case .unauthorized: .unauthenticated
            case .forbidden: .permissionDenied
            case .notFound: .unimplemented
            case .tooManyRequests, .badGateway, .serviceUnavailable, .gatewayTimeout: .unavailable
            default: .unknown
            }
    }

    /// What the gateway says when it answers a call in its own name, where HTTP would get `status`.
    ///
    /// Finer than what a client makes of the HTTP status, since the gateway knows what happened: a limit that was met is
    /// RESOURCE_EXHAUSTED, a time that ran out DEADLINE_EXCEEDED, a call that nobody serves UNIMPLEMENTED.
    public init(refusal status: Status) {
        self =
            switch status {
            case .unauthorized: .unauthenticated
            case .forbidden: .permissionDenied
            case .notFound, .methodNotAllowed, .notImplemented, .httpVersionNotSupported: .unimplemented
            case .requestTimeout, .gatewayTimeout: .deadlineExceeded
            case .contentTooLarge, .uriTooLong, .tooManyRequests, .requestHeaderFieldsTooLarge: .resourceExhausted
            // The same call may succeed elsewhere or later. 421 asks for another connection.
            case .misdirectedRequest, .badGateway, .serviceUnavailable: .unavailable
            default: status.classDigit == 4 || status.classDigit == 5 ? .internal : .unknown
            }
    }

    /// What a stream means that its server ended with RST_STREAM and this error code (gRPC over HTTP2, Errors).
    ///
    /// STREAM_CLOSED has no stream left to tell it to, and HTTP_1_1_REQUIRED and unknown codes are not in the table:
    /// INTERNAL and UNKNOWN.
    public init(reset code: UInt32) {
        self =
            switch code {
            case 0...6, 9, 10: .internal
            case 7: .unavailable
            case 8: .cancelled
            case 11: .resourceExhausted
            case 12: .permissionDenied
            default: .unknown
            }
    }
}
