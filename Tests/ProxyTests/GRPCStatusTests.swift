// Which status of gRPC is each fault?

import HTTP
import Testing
import Upstream

@testable import Proxy

@Suite struct GRPCStatusTests {
    @Test(arguments: [
        (Fault.unrouted, GRPCStatus.unimplemented), (.malformed(.bareLineFeed), .internal),
        (.malformed(.headTooLarge), .resourceExhausted), (.bodyTooLarge, .resourceExhausted),
        (.malformedTimeout, .internal), (.upstream(.noEndpoint), .unavailable), (.upstream(.queueFull), .unavailable),
        (.upstream(.connectRefused), .unavailable), (.upstream(.connectTimeout), .unavailable),
        (.upstream(.tlsFailed), .unavailable), (.upstream(.streamRefused), .unavailable),
        (.upstream(.resetBeforeAnswer), .unavailable), (.upstream(.truncatedBody), .unavailable),
        (.upstream(.firstByteTimeout), .deadlineExceeded), (.upstream(.idleTimeout), .deadlineExceeded),
        (.upstream(.totalTimeout), .deadlineExceeded), (.upstream(.deadlinePassed), .deadlineExceeded),
    ])
    func `each fault has the status that its cause deserves`(row: (Fault, GRPCStatus)) {
        #expect(GRPCStatus(row.0, reset: nil) == row.1)
    }

    @Test func `no fault is OK, whatever the upstream's reset says`() {
        let faults = UpstreamFailure.allCases.map { Fault.upstream($0) } + H1Error.allCases.map { .malformed($0) }
        for fault in faults { #expect(GRPCStatus(fault, reset: nil) != .ok) }
        for code in UInt32(0)...20 {
            #expect(GRPCStatus(.upstream(.truncatedBody), reset: GRPCStatus(reset: code)) != .ok)
        }
    }

    @Test(arguments: [UpstreamFailure.resetBeforeAnswer, .truncatedBody])
    func `a reset says more than that it came`(failure: UpstreamFailure) {
        #expect(GRPCStatus(.upstream(failure), reset: .cancelled) == .cancelled)
        #expect(GRPCStatus(.upstream(.queueFull), reset: .cancelled) == .unavailable)
    }
}
