// How did a gRPC call end?

import Bytes

/// A gRPC status code (gRPC, "Status codes and their use in gRPC").
public enum GRPCStatus: UInt8, Hashable, Sendable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16

    /// Reads the value of a `grpc-status` field: 0 to 16 in decimal without leading zeros (gRPC over HTTP2, Responses).
    ///
    /// Anything else is nil; who has to name a status all the same says `.unknown`.
    public init?(field: ByteView) {
        guard field.count == 1 || field.count == 2 && field[0] != 0x30, let number = Digits.decimal(field) else {
            return nil
        }
        self.init(rawValue: UInt8(number))
    }

    /// The value of a `grpc-status` field.
    public var digits: StaticString {
        switch self {
        case .ok: "0"
        case .cancelled: "1"
        case .unknown: "2"
        case .invalidArgument: "3"
        case .deadlineExceeded: "4"
        case .notFound: "5"
        case .alreadyExists: "6"
        case .permissionDenied: "7"
        case .resourceExhausted: "8"
        case .failedPrecondition: "9"
        case .aborted: "10"
        case .outOfRange: "11"
        case .unimplemented: "12"
        case .internal: "13"
        case .unavailable: "14"
        case .dataLoss: "15"
        case .unauthenticated: "16"
        }
    }

    /// The name as gRPC writes it, such as `DEADLINE_EXCEEDED`.
    public var name: StaticString {
        switch self {
        case .ok: "OK"
        case .cancelled: "CANCELLED"
        case .unknown: "UNKNOWN"
        case .invalidArgument: "INVALID_ARGUMENT"
        case .deadlineExceeded: "DEADLINE_EXCEEDED"
        case .notFound: "NOT_FOUND"
        case .alreadyExists: "ALREADY_EXISTS"
        case .permissionDenied: "PERMISSION_DENIED"
        case .resourceExhausted: "RESOURCE_EXHAUSTED"
        case .failedPrecondition: "FAILED_PRECONDITION"
        case .aborted: "ABORTED"
        case .outOfRange: "OUT_OF_RANGE"
        case .unimplemented: "UNIMPLEMENTED"
        case .internal: "INTERNAL"
        case .unavailable: "UNAVAILABLE"
        case .dataLoss: "DATA_LOSS"
        case .unauthenticated: "UNAUTHENTICATED"
        }
    }

    /// Whether the server is at fault, so that the call counts as failed as a 5xx does.
    ///
    /// OpenTelemetry's rule for server spans (Semantic conventions for gRPC): UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED,
    /// INTERNAL, UNAVAILABLE and DATA_LOSS. All others may be what a well-behaved service tells its client.
    public var isServerError: Bool {
        switch self {
        case .unknown, .deadlineExceeded, .unimplemented, .internal, .unavailable, .dataLoss: true
        default: false
        }
    }
}

extension GRPCStatus: CustomStringConvertible {
    public var description: String { name.description }
}
