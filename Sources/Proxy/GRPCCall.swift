// What does the gateway know of a gRPC call?

import HTTP

/// What an exchange is beyond HTTP when its client speaks gRPC. Nothing of it is looked at unless `isCall`.
struct GRPCCall {
    /// Whether the client asked in gRPC, and is answered so.
    var isCall = false
    /// Whether the client said how long the call may take.
    var hasTimeout = false
    /// Whether that time ends before the route's.
    var endsByClient = false
    /// Whether the answer that has begun is gRPC's, so that trailers can say how it went on.
    var answersInGRPC = false
    /// Whether the answer ended without saying how the call ended.
    var lacksStatus = false
    /// How the call ended, as soon as anybody has said so.
    var status: GRPCStatus?
    /// What it meant that the upstream reset the stream.
    var reset: GRPCStatus?
}
