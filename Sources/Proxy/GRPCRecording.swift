// What is counted, and what is written down about a gRPC call?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// The head of an answer to a call; it has the status when it is all of the answer (Trailers-Only).
    @inline(never)
    mutating func noteCallHead(_ x: UInt32) {
        let type = response.fields.first(.contentType)
        let isGRPC = response.status == .ok && type.map { GRPCContent.isGRPC(contentType: $0) } ?? false
        exchanges[x].call.answersInGRPC = isGRPC && response.framing == .chunked
        exchanges[x].call.status = GRPCStatus.find(in: response.fields)
    }

    /// The end of an answer to a call, whose trailers have the status.
    @inline(never)
    mutating func noteCallEnd(_ x: UInt32) {
        if let status = GRPCStatus.find(inLines: answerTrailers(of: x)) { exchanges[x].call.status = status }
        settleCall(x)
    }

    /// Nobody is going to say more about how the call ended.
    private mutating func settleCall(_ x: UInt32) {
        if exchanges[x].call.status != nil { return }
        exchanges[x].call.lacksStatus = exchanges[x].status == Status.ok.rawValue
        exchanges[x].call.status = GRPCStatus(answer: Status(rawValue: exchanges[x].status))
    }

    /// Counts a call that is over.
    mutating func countCall(_ x: UInt32) {
        if exchanges[x].clientIsGone { exchanges[x].call.status = .cancelled } else { settleCall(x) }
        if let status = exchanges[x].call.status { post.metrics.callEnded(route: exchanges[x].route, status) }
    }

    // MARK: Spans

    /// What the spans of a call say beyond those of a request (Semantic conventions for gRPC).
    mutating func describeCall(_ x: UInt32, in span: inout SpanWriter) {
        span.tag(.rpcSystem, "grpc")
        let path = exchanges[x].trace.facts.readable[exchanges[x].trace.path]
        guard path.first == 0x2F, let slash = path.firstIndex(of: 0x2F, from: 1) else { return }
        span.tag(.rpcService, path.slice(from: 1, count: slash - 1))
        span.tag(.rpcMethod, path.dropFirst(slash + 1))
    }

    mutating func tagStatus(of x: UInt32, in span: inout SpanWriter) {
        if let status = exchanges[x].call.status { span.tag(.grpcStatus, number: UInt64(status.rawValue)) }
    }

    /// Why the call counts as failed for its SERVER span, as a 5xx does: the service is at fault.
    mutating func serverErrorOfCall(_ x: UInt32) -> StaticString? {
        guard let status = exchanges[x].call.status, status.isServerError else { return nil }
        return exchanges[x].call.lacksStatus ? "grpc_status_missing" : status.name
    }

    /// Why an attempt counts as failed for its CLIENT span, as a 4xx does.
    mutating func clientErrorOfCall(_ x: UInt32) -> StaticString? {
        guard let status = exchanges[x].call.status, status != .ok else { return nil }
        return exchanges[x].call.lacksStatus ? "grpc_status_missing" : status.name
    }
}
