// What does a cluster's policy say about HTTP?

import Config
import Wire

extension UpstreamSpeech {
    init(_ policy: ClusterPolicy) {
        switch policy.httpProtocol {
        case .http11: self = .http1
        case .h2, .h2c: self = .http2
        case nil: self = policy.tls == nil ? .http1 : .negotiated
        }
    }

    /// What is offered while TLS is negotiated, best first.
    var offer: [ApplicationProtocol] {
        switch self {
        case .http1: [.http11]
        case .http2: [.h2]
        case .negotiated: [.h2, .http11]
        }
    }
}
