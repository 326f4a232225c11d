// Is every fault answered, counted and named?

import HTTP
import Testing
import Upstream

@testable import Proxy

@Suite struct FaultTests {
    private static let own: [Fault] = [
        .unrouted, .misdirected, .traceNotServed, .malformedTimeout, .bodyTooLarge, .headTimeout, .requestBodyIdle,
        .requestBodyTooSlow,
    ]
    private static let all: [Fault] =
        own + H1Error.allCases.map { .malformed($0) } + UpstreamFailure.allCases.map { .upstream($0) }

    @Test func `every fault has a status that is an error, a label and a sentence`() {
        for fault in Self.all {
            #expect((400...599).contains(fault.status.rawValue))
            #expect(!String(describing: fault.label).isEmpty)
            #expect(!String(describing: fault.sentence).isEmpty)
        }
    }

    @Test func `no two faults share a label, but for what two readers may find`() {
        let labels = Self.all.map { String(describing: $0.label) }
        let repeated = Set(labels.filter { label in labels.count { $0 == label } > 1 })
        #expect(repeated == ["body_too_large", "truncated_body"])
    }

    @Test(arguments: [
        (Fault.malformed(.headTooLarge), UInt16(431), "limits.head"),
        (.malformed(.tooManyFields), 431, "limits.fields"),
        (.malformed(.targetTooLong), 414, "limits.target"), (.bodyTooLarge, 413, "limits.body"),
        (.headTimeout, 408, "limits.head-time"), (.requestBodyIdle, 408, "limits.body-idle"),
        (.upstream(.queueFull), 503, "cluster.queue"), (.upstream(.connectTimeout), 504, "cluster.connect-timeout"),
        (.upstream(.firstByteTimeout), 504, "service.first-byte"), (.upstream(.idleTimeout), 504, "service.idle"),
    ])
    func `over a limit the answer names its key`(row: (Fault, UInt16, String)) {
        #expect(row.0.status.rawValue == row.1)
        #expect(String(describing: row.0.sentence).contains(row.2))
    }

    @Test(arguments: [
        (Fault.unrouted, UInt16(404)), (.misdirected, 421), (.malformed(.bareLineFeed), 400),
        (.malformed(.connectUnsupported), 405), (.traceNotServed, 405), (.upstream(.connectRefused), 502),
        (.upstream(.noEndpoint), 503),
        (.upstream(.totalTimeout), 504), (.upstream(.malformedAnswer), 502),
    ])
    func `each fault has the status that its cause deserves`(row: (Fault, UInt16)) {
        #expect(row.0.status.rawValue == row.1)
    }

    @Test func `every refusal that is not the upstream's is counted by the worker`() {
        for fault in Self.all {
            if case .upstream = fault { #expect(fault.counter == nil) } else { #expect(fault.counter != nil) }
        }
    }

    @Test func `every failure of an upstream is counted by the upstream`() {
        // An upstream without addresses is not talked to, and giving up is nobody's failure.
        let uncounted = UpstreamFailure.allCases.filter { $0.counter == nil }
        #expect(uncounted == [.noEndpoint, .cancelled])
    }

    @Test func `a body over its limit is counted as one, whoever finds it`() {
        #expect(Fault.bodyTooLarge.counter == Fault.malformed(.bodyTooLarge).counter)
    }

    @Test func `behind what could not be read nothing else is read`() {
        for error in H1Error.allCases { #expect(Fault.malformed(error).endsConnection) }
        #expect(!Fault.unrouted.endsConnection)
        #expect(!Fault.traceNotServed.endsConnection)
        #expect(!Fault.upstream(.connectRefused).endsConnection)
    }
}
