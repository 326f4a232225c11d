// What was wrong with a message.

/// Every way in which an HTTP/1 message can be malformed or too large, each a case of its own so that it can be counted.
///
/// A message that meets one of these is never repaired: the request is answered with `status` and the connection closed;
/// a response becomes 502.
public enum H1Error: Error, Equatable, Sendable, CaseIterable {
    // What bounds it.
    case headTooLarge, tooManyFields, targetTooLong, fieldNameTooLong, tooManyEmptyLines
    case chunkLineTooLong, trailersTooLarge, tooManyTrailers, bodyTooLarge

    // Lines.
    case incompleteHead, bareLineFeed, bareCarriageReturn, nulByte, controlByte, malformedRequestLine
    case malformedStatusLine, malformedStatus, malformedVersion, unsupportedVersion

    // Fields.
    case foldedLine, emptyFieldName, invalidFieldName, spaceBeforeColon, missingColon

    // Request target and authority.
    case connectUnsupported, invalidTarget, asteriskWithoutOptions, fragmentInTarget, unsupportedScheme
    case invalidPathByte, invalidQueryByte, invalidEscape, backslashInPath, controlInPath, pathAboveRoot
    case disguisedDotSegment, missingHost, emptyHost, severalHosts, invalidHost, invalidPort, userInfoInAuthority
    case hostMismatch

    // Framing.
    case invalidContentLength, severalContentLengths, lengthAndTransferEncoding, severalTransferEncodings
    case unsupportedTransferEncoding, transferEncodingInHTTP10, unknownExpectation

    // Bodies.
    case invalidChunkSize, chunkSizeTooLarge, invalidChunkExtension, malformedChunkEnd, malformedTrailer, truncatedBody

    /// The status that answers a request with this fault. Faults of responses only are 502.
    public var status: Status {
        switch self {
        case .headTooLarge, .tooManyFields, .fieldNameTooLong, .trailersTooLarge, .tooManyTrailers:
            .requestHeaderFieldsTooLarge
        case .targetTooLong: .uriTooLong
        case .bodyTooLarge: .contentTooLarge
        case .connectUnsupported: .methodNotAllowed
        case .unsupportedTransferEncoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        case .unknownExpectation: .expectationFailed
        case .malformedStatusLine, .malformedStatus: .badGateway
        default: .badRequest
        }
    }

    /// One short clause for the answer and the log; it names the limit when it is one.
    public var reason: StaticString {
        switch self {
        case .headTooLarge: "head exceeds limits.head"
        case .tooManyFields: "head exceeds limits.fields"
        case .targetTooLong: "request target exceeds limits.target"
        case .fieldNameTooLong: "field name exceeds 65535 bytes"
        case .tooManyEmptyLines: "too many empty lines before the request line"
        case .chunkLineTooLong: "chunk-size line exceeds its limit"
        case .trailersTooLarge: "trailer section exceeds its byte limit"
        case .tooManyTrailers: "trailer section exceeds its field limit"
        case .bodyTooLarge: "body exceeds limits.body"
        case .incompleteHead: "head ends early"
        case .bareLineFeed: "line feed without carriage return"
        case .bareCarriageReturn: "carriage return without line feed"
        case .nulByte: "NUL byte in the head"
        case .controlByte: "control byte in the head"
        case .malformedRequestLine: "malformed request line"
        case .malformedStatusLine: "malformed status line"
        case .malformedStatus: "status code is not 100 to 599"
        case .malformedVersion: "malformed HTTP version"
        case .unsupportedVersion: "HTTP version is not 1.0 or 1.1"
        case .foldedLine: "folded header line"
        case .emptyFieldName: "empty field name"
        case .invalidFieldName: "invalid byte in a field name"
        case .spaceBeforeColon: "space before the colon of a field"
        case .missingColon: "header line without a colon"
        case .connectUnsupported: "CONNECT is not served"
        case .invalidTarget: "malformed request target"
        case .asteriskWithoutOptions: "target * is for OPTIONS only"
        case .fragmentInTarget: "fragment in the request target"
        case .unsupportedScheme: "scheme of the request target is not http or https"
        case .invalidPathByte: "invalid byte in the path"
        case .invalidQueryByte: "invalid byte in the query"
        case .invalidEscape: "malformed percent-encoding in the path"
        case .backslashInPath: "backslash in the path"
        case .controlInPath: "control byte in the path"
        case .pathAboveRoot: "path climbs above the root"
        case .disguisedDotSegment: "dot segment with parameters or an encoded slash"
        case .missingHost: "Host is missing"
        case .emptyHost: "Host is empty"
        case .severalHosts: "more than one Host"
        case .invalidHost: "invalid host name"
        case .invalidPort: "invalid port"
        case .userInfoInAuthority: "user information in the authority"
        case .hostMismatch: "Host differs from the authority of the target"
        case .invalidContentLength: "invalid Content-Length"
        case .severalContentLengths: "more than one Content-Length"
        case .lengthAndTransferEncoding: "both Content-Length and Transfer-Encoding"
        case .severalTransferEncodings: "more than one Transfer-Encoding"
        case .unsupportedTransferEncoding: "Transfer-Encoding is not chunked"
        case .transferEncodingInHTTP10: "Transfer-Encoding in HTTP/1.0"
        case .unknownExpectation: "Expect is not 100-continue"
        case .invalidChunkSize: "invalid chunk size"
        case .chunkSizeTooLarge: "chunk size too large"
        case .invalidChunkExtension: "invalid chunk extension"
        case .malformedChunkEnd: "chunk data does not end with CRLF"
        case .malformedTrailer: "malformed trailer field"
        case .truncatedBody: "body ends early"
        }
    }

    /// A stable value for the label `reason` of a counter.
    public var metricLabel: StaticString {
        switch self {
        case .headTooLarge: "head_too_large"
        case .tooManyFields: "too_many_fields"
        case .targetTooLong: "target_too_long"
        case .fieldNameTooLong: "field_name_too_long"
        case .tooManyEmptyLines: "too_many_empty_lines"
        case .chunkLineTooLong: "chunk_line_too_long"
        case .trailersTooLarge: "trailers_too_large"
        case .tooManyTrailers: "too_many_trailers"
        case .bodyTooLarge: "body_too_large"
        case .incompleteHead: "incomplete_head"
        case .bareLineFeed: "bare_line_feed"
        case .bareCarriageReturn: "bare_carriage_return"
        case .nulByte: "nul_byte"
        case .controlByte: "control_byte"
        case .malformedRequestLine: "malformed_request_line"
        case .malformedStatusLine: "malformed_status_line"
        case .malformedStatus: "malformed_status"
        case .malformedVersion: "malformed_version"
        case .unsupportedVersion: "unsupported_version"
        case .foldedLine: "folded_line"
        case .emptyFieldName: "empty_field_name"
        case .invalidFieldName: "invalid_field_name"
        case .spaceBeforeColon: "space_before_colon"
        case .missingColon: "missing_colon"
        case .connectUnsupported: "connect_unsupported"
        case .invalidTarget: "invalid_target"
        case .asteriskWithoutOptions: "asterisk_without_options"
        case .fragmentInTarget: "fragment_in_target"
        case .unsupportedScheme: "unsupported_scheme"
        case .invalidPathByte: "invalid_path_byte"
        case .invalidQueryByte: "invalid_query_byte"
        case .invalidEscape: "invalid_escape"
        case .backslashInPath: "backslash_in_path"
        case .controlInPath: "control_in_path"
        case .pathAboveRoot: "path_above_root"
        case .disguisedDotSegment: "disguised_dot_segment"
        case .missingHost: "missing_host"
        case .emptyHost: "empty_host"
        case .severalHosts: "several_hosts"
        case .invalidHost: "invalid_host"
        case .invalidPort: "invalid_port"
        case .userInfoInAuthority: "user_info_in_authority"
        case .hostMismatch: "host_mismatch"
        case .invalidContentLength: "invalid_content_length"
        case .severalContentLengths: "several_content_lengths"
        case .lengthAndTransferEncoding: "length_and_transfer_encoding"
        case .severalTransferEncodings: "several_transfer_encodings"
        case .unsupportedTransferEncoding: "unsupported_transfer_encoding"
        case .transferEncodingInHTTP10: "transfer_encoding_in_http10"
        case .unknownExpectation: "unknown_expectation"
        case .invalidChunkSize: "invalid_chunk_size"
        case .chunkSizeTooLarge: "chunk_size_too_large"
        case .invalidChunkExtension: "invalid_chunk_extension"
        case .malformedChunkEnd: "malformed_chunk_end"
        case .malformedTrailer: "malformed_trailer"
        case .truncatedBody: "truncated_body"
        }
    }
}

extension H1Error: CustomStringConvertible {
    public var description: String { reason.description }
}
