// Which gRPC status is a fault?

import HTTP
import Upstream

extension GRPCStatus {
    /// - Parameter reset: what the upstream said with RST_STREAM, if that is what happened.
    init(_ fault: Fault, reset: GRPCStatus?) {
        self =
            switch fault {
            case .upstream(.resetBeforeAnswer), .upstream(.truncatedBody): reset ?? .unavailable
            // Nothing was sent, so that it is no matter of the call's time.
            case .upstream(.connectTimeout): .unavailable
            default: GRPCStatus(refusal: fault.status)
            }
    }
}
