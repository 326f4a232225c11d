// Which contexts of TLS does a plan hold?

import Config
import Wire

extension Plan {
    /// The contexts of the listeners, each by its listener's address.
    public var listenerContexts: [(name: String, context: TLSContext)] {
        parts.compactMap { listener in listener.tls.map { (listener.address.description, $0) } }
    }

    /// The contexts of the clusters, each by its cluster's name.
    public var clusterContexts: [(name: String, context: TLSClientContext)] {
        clusters.compactMap { cluster in cluster.tls.map { (cluster.name, $0) } }
    }
}
