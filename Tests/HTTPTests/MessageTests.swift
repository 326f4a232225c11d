// Do methods, statuses and faults say what they are?

import Bytes
import HTTP
import Testing

@Suite struct `Methods, statuses and faults` {
    @Test(arguments: Method.allCases.filter { $0 != .other })
    func `a method is known by its exact name only`(method: Method) {
        let name = method.name.description
        #expect(name.withByteView { Method($0) } == method)
        #expect(name.lowercased().withByteView { Method($0) } == .other)
        #expect((name + "X").withByteView { Method($0) } == .other)
    }

    @Test func `only methods that may be sent twice are idempotent`() {
        #expect(Set(Method.allCases.filter(\.isIdempotent)) == [.get, .head, .put, .delete, .options, .trace])
        #expect(Set(Method.allCases.filter(\.isSafe)) == [.get, .head, .options, .trace])
    }

    @Test func `the class of a status is its first digit`() {
        #expect(Status.ok.classDigit == 2 && Status.gatewayTimeout.classDigit == 5 && Status.earlyHints.isInformational)
        #expect(Status.noContent.forbidsBody && Status.notModified.forbidsBody && !Status.ok.forbidsBody)
    }

    @Test func `every fault has a status of its side, a reason and a label of its own`() {
        var labels: Set<String> = []
        var reasons: Set<String> = []
        for fault in H1Error.allCases {
            #expect([400, 405, 413, 414, 417, 431, 501, 502, 505].contains(fault.status.rawValue))
            labels.insert(fault.metricLabel.description)
            reasons.insert(fault.reason.description)
            #expect(fault.metricLabel.description.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" })
        }
        #expect(labels.count == H1Error.allCases.count && reasons.count == H1Error.allCases.count)
    }
}
