// What was wrong with a message of HTTP/2.

/// Every way in which a field section or the content of a stream can be malformed or too large.
///
/// Where HTTP/1 knows the same fault it is that one, so that it is counted under one name in both. A malformed request
/// is answered with `status` or its stream is reset with PROTOCOL_ERROR (RFC 9113, 8.1.1); a malformed answer is 502.
public enum H2MessageError: Error, Equatable, Sendable {
    /// A fault that HTTP/1 has as well.
    case h1(H1Error)

    // Fields.
    case upperCaseFieldName, spaceAroundValue, connectionField, invalidTE

    // Pseudo-header fields.
    case pseudoHeaderAfterField, unknownPseudoHeader, repeatedPseudoHeader, misplacedPseudoHeader
    case pseudoHeaderInTrailers, missingMethod, missingScheme, missingPath, missingStatus
    case invalidMethod, emptyPath, schemeMismatch

    // CONNECT.
    case incompleteConnect, protocolWithoutConnect, invalidConnectProtocol, lengthInConnect

    // Answers.
    case switchingProtocols, interimEndsStream

    // Content and trailers.
    case contentBeyondLength, contentShortOfLength, trailersDoNotEndStream

    /// The status that answers a request with this fault.
    public var status: Status {
        if case .h1(let error) = self { error.status } else { .badRequest }
    }

    /// One short clause for the answer and the log; it names the limit when it is one.
    public var reason: StaticString {
        switch self {
        case .h1(.unsupportedScheme): "scheme is not http or https"
        case .h1(.hostMismatch): "Host differs from :authority"
        case .h1(.missingHost): ":authority and Host are missing"
        case .h1(let error): error.reason
        case .upperCaseFieldName: "upper-case letter in a field name"
        case .spaceAroundValue: "space before or behind a field value"
        case .connectionField: "connection-specific field in HTTP/2"
        case .invalidTE: "TE is not trailers"
        case .pseudoHeaderAfterField: "pseudo-header field behind a field"
        case .unknownPseudoHeader: "unknown pseudo-header field"
        case .repeatedPseudoHeader: "repeated pseudo-header field"
        case .misplacedPseudoHeader: "pseudo-header field of the other direction"
        case .pseudoHeaderInTrailers: "pseudo-header field in the trailer section"
        case .missingMethod: ":method is missing"
        case .missingScheme: ":scheme is missing"
        case .missingPath: ":path is missing"
        case .missingStatus: ":status is missing"
        case .invalidMethod: ":method is no token"
        case .emptyPath: ":path is empty"
        case .schemeMismatch: ":scheme differs from the connection's"
        case .incompleteConnect: "extended CONNECT without :scheme, :path or :authority"
        case .protocolWithoutConnect: ":protocol without CONNECT"
        case .invalidConnectProtocol: ":protocol is no token"
        case .lengthInConnect: "CONNECT with Content-Length"
        case .switchingProtocols: "status 101 in HTTP/2"
        case .interimEndsStream: "informational answer ends the stream"
        case .contentBeyondLength: "more content than Content-Length says"
        case .contentShortOfLength: "less content than Content-Length says"
        case .trailersDoNotEndStream: "trailer section does not end the stream"
        }
    }

    /// A stable value for the label `reason` of a counter.
    public var metricLabel: StaticString {
        switch self {
        case .h1(let error): error.metricLabel
        case .upperCaseFieldName: "upper_case_field_name"
        case .spaceAroundValue: "space_around_value"
        case .connectionField: "connection_field"
        case .invalidTE: "invalid_te"
        case .pseudoHeaderAfterField: "pseudo_header_after_field"
        case .unknownPseudoHeader: "unknown_pseudo_header"
        case .repeatedPseudoHeader: "repeated_pseudo_header"
        case .misplacedPseudoHeader: "misplaced_pseudo_header"
        case .pseudoHeaderInTrailers: "pseudo_header_in_trailers"
        case .missingMethod: "missing_method"
        case .missingScheme: "missing_scheme"
        case .missingPath: "missing_path"
        case .missingStatus: "missing_status"
        case .invalidMethod: "invalid_method"
        case .emptyPath: "empty_path"
        case .schemeMismatch: "scheme_mismatch"
        case .incompleteConnect: "incomplete_connect"
        case .protocolWithoutConnect: "protocol_without_connect"
        case .invalidConnectProtocol: "invalid_connect_protocol"
        case .lengthInConnect: "length_in_connect"
        case .switchingProtocols: "switching_protocols"
        case .interimEndsStream: "interim_ends_stream"
        case .contentBeyondLength: "content_beyond_length"
        case .contentShortOfLength: "content_short_of_length"
        case .trailersDoNotEndStream: "trailers_do_not_end_stream"
        }
    }

    /// Every fault that HTTP/1 does not have, for the catalogue of labels.
    public static let own: [H2MessageError] = [
        .upperCaseFieldName, .spaceAroundValue, .connectionField, .invalidTE, .pseudoHeaderAfterField,
        .unknownPseudoHeader, .repeatedPseudoHeader, .misplacedPseudoHeader, .pseudoHeaderInTrailers, .missingMethod,
        .missingScheme, .missingPath, .missingStatus, .invalidMethod, .emptyPath, .schemeMismatch, .incompleteConnect,
        .protocolWithoutConnect, .invalidConnectProtocol, .lengthInConnect, .switchingProtocols, .interimEndsStream,
        .contentBeyondLength, .contentShortOfLength, .trailersDoNotEndStream,
    ]
}

extension H2MessageError: CustomStringConvertible {
    public var description: String { reason.description }
}
