// How does a gRPC client learn what went wrong?

import Bytes
import Connection
import HTTP
import Telemetry
import Time
import Upstream
import Wire

extension Worker {
    /// Ends a call that went wrong with a gRPC status: in place of an answer, or behind what has come of it.
    /// - Returns: false when only HTTP can tell the client.
    mutating func endCall(_ x: UInt32, with fault: Fault) -> Bool {
        // 421 asks for another connection, which no gRPC status does (RFC 9110, 15.5.20).
        if fault == .misdirected || exchanges[x].phase == .flushing { return false }
        exchanges[x].call.status = GRPCStatus(fault, reset: exchanges[x].call.reset)
        guard exchanges[x].phase == .answering else {
            refuseCall(x, fault)
            return true
        }
        if !exchanges[x].call.answersInGRPC { return false }
        cutCall(x, fault)
        return true
    }

    /// Answers with a head that is trailers as well (gRPC over HTTP2, Trailers-Only).
    private mutating func refuseCall(_ x: UInt32, _ fault: Fault) {
        exchanges[x].status = Status.ok.rawValue
        H1Serializer.statusLine(.ok, into: &staged)
        staged.append("content-type: application/grpc\r\n")
        if exchanges[x].headCanBeReplaced { return replaceAnswer(x, fault) }
        stageStatus(x, fault)
        appendReturnedTrace(x)
        stageFraming(.none, of: x, declaredLength: nil, viaLine: ResponseWriter.viaHTTP1)
        respond(x, content: .none)
        replyOnStream(x, text: .empty)
    }

    /// The same where the frame of the upstream's head is in line, which cannot end its stream any more: the status follows.
    private mutating func replaceAnswer(_ x: UInt32, _ fault: Fault) {
        appendReturnedTrace(x)
        stageFraming(.chunked, of: x, declaredLength: nil, viaLine: ResponseWriter.viaHTTP1)
        respond(x, content: .chunked)
        cutCall(x, fault)
    }

    /// Ends an answer that has begun. No client takes it for whole: its status is an error, also behind half a message.
    private mutating func cutCall(_ x: UInt32, _ fault: Fault) {
        staged.clear()
        stageStatus(x, fault)
        endStream(of: x, trailers: staged.readable)
        staged.clear()
        armFlushing(x)
    }

    private mutating func stageStatus(_ x: UInt32, _ fault: Fault) {
        var text = buffers.lease()
        appendSentence(of: fault, x, to: &text)
        GRPCAnswer.appendStatus(exchanges[x].call.status ?? .unknown, message: text.readable, to: &staged)
        buffers.giveBack(text)
        staged.append("l5d-err: ")
        staged.append(fault.label)
        staged.append("\r\n")
    }
}
