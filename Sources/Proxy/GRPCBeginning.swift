// Is a request a gRPC call, and how long may it take?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Takes note of a gRPC call and of the time that its client gives it (gRPC over HTTP2, Requests).
    ///
    /// A time that cannot be read is refused: passed on, it would be a deadline to one server and none to another. A time
    /// of zero has passed.
    /// - Returns: what is wrong with the call.
    @inline(never)
    mutating func noteCall(_ x: UInt32) -> Fault? {
        guard let type = request.fields.first(.contentType), GRPCContent.isGRPC(contentType: type) else { return nil }
        exchanges[x].call.isCall = true
        guard let field = request.fields.first(.grpcTimeout) else { return nil }
        guard !request.fields.isRepeated(.grpcTimeout), let time = GRPCTimeout.parse(field) else {
            return .malformedTimeout
        }
        exchanges[x].call.hasTimeout = true
        exchanges[x].call.endsByClient = true
        exchanges[x].totalDeadline = now.advanced(byNanoseconds: time)
        return time == 0 ? .upstream(.deadlinePassed) : nil
    }

    /// Whether a head that could not be understood says that it is a call's.
    mutating func asksInGRPC(_ section: H2Section) -> Bool {
        for index in 0..<section.count {
            let field = inbox.sections.field(at: index, of: section)
            if field.id == .contentType { return GRPCContent.isGRPC(contentType: field.value) }
        }
        return false
    }

    /// The call ends at the client's deadline or the route's, whichever comes first.
    mutating func limitCall(_ x: UInt32, to end: Instant) {
        guard end < exchanges[x].totalDeadline else { return }
        exchanges[x].totalDeadline = end
        exchanges[x].call.endsByClient = false
    }

    /// Tells the upstream how much of the call's time is left.
    mutating func appendTimeout(_ x: UInt32) {
        let left = exchanges[x].totalDeadline.nanoseconds(since: now)
        exchanges[x].head.append("grpc-timeout: ")
        GRPCTimeout.write(nanoseconds: max(left, 1), to: &exchanges[x].head)
        exchanges[x].head.append("\r\n")
    }

    // MARK: Waiting

    /// Waits for a call's answer. Its client may pause as it likes: a stream of messages has no speed.
    mutating func armCall(_ x: UInt32) {
        let route = exchanges[x].plan.routes[exchanges[x].route]
        let first = now.advanced(byNanoseconds: route.isUnbounded ? route.idle : route.firstByte)
        armExchange(x, until: min(first, exchanges[x].totalDeadline))
    }

    /// What it is called that a time ran out.
    mutating func timeout(of x: UInt32, isTotal: Bool, else other: UpstreamFailure) -> Fault {
        if isTotal { return .upstream(exchanges[x].call.endsByClient ? .deadlinePassed : .totalTimeout) }
        let waitsAsIdle = exchanges[x].call.isCall && exchanges[x].plan.routes[exchanges[x].route].isUnbounded
        return .upstream(waitsAsIdle ? .idleTimeout : other)
    }
}
