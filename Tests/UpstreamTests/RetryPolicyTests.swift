// Is nothing ever done twice that must not be?

import HTTP
import Testing

@testable import Upstream

/// RFC 9110, 9.2.2; RFC 9112, 9.3.1.
@Suite struct RetryPolicyTests {
    private func allows(
        _ failure: UpstreamFailure,
        _ method: Method = .get,
        reused: Bool = true,
        replayable: Bool = true,
        retries: Int = 0,
        limit: Int = 1
    ) -> Bool {
        RetryPolicy(limit: limit).allows(
            after: failure,
            retriesSoFar: retries,
            method: method,
            connectionWasReused: reused,
            bodyCanBeReplayed: replayable
        )
    }

    @Test(arguments: UpstreamFailure.allCases)
    func `after a request may have been seen only a dead kept connection is a reason to try again`(
        failure: UpstreamFailure
    ) {
        let unseen: Set<UpstreamFailure> = [.connectRefused, .connectTimeout, .tlsFailed, .streamRefused]
        #expect(failure.nothingWasSent == unseen.contains(failure))
        #expect(allows(failure) == (unseen.contains(failure) || failure == .resetBeforeAnswer))
    }

    @Test(arguments: [Method.post, .patch, .other, .connect])
    func `what is not idempotent is sent again only when it cannot have arrived`(method: Method) {
        #expect(!allows(.resetBeforeAnswer, method))
        #expect(allows(.connectRefused, method))
    }

    @Test(arguments: [Method.get, .head, .put, .delete, .options, .trace])
    func `what is idempotent survives a kept connection that died`(method: Method) {
        #expect(allows(.resetBeforeAnswer, method))
        #expect(!allows(.resetBeforeAnswer, method, reused: false), "a fresh one did not die of old age")
        #expect(!allows(.resetInHead, method))
    }

    @Test func `a body that is gone forbids every retry`() {
        for failure in UpstreamFailure.allCases { #expect(!allows(failure, replayable: false)) }
    }

    @Test func `retries are counted against the limit`() {
        #expect(!allows(.connectRefused, limit: 0))
        #expect(allows(.connectRefused, retries: 1, limit: 2))
        #expect(!allows(.connectRefused, retries: 2, limit: 2))
    }
}
