// Are idle connections kept and found as a pool should?

import Testing
import Wire

@testable import Upstream

@Suite struct ClusterTests {
    private func cluster(endpoints: Int = 2, pool: Int = 3) -> Cluster {
        Cluster(addresses: (0..<endpoints).map { .unix("/\($0)") }, poolLimit: pool, queueLimit: 4)
    }

    @Test func `the connection used last is leased first`() {
        var cluster = cluster()
        for connection: UInt32 in [1, 2, 3] { #expect(cluster.keepIdle(connection, endpoint: 0) == true) }
        #expect(cluster.leaseIdle(0) == 3)
        #expect(cluster.leaseIdle(0) == 2)
        #expect(cluster.keepIdle(9, endpoint: 0) == true)
        #expect(cluster.leaseIdle(0) == 9)
        #expect(cluster.leaseIdle(0) == 1)
        #expect(cluster.leaseIdle(0) == nil)
        #expect(cluster.idleCount == 0)
    }

    @Test func `the limit counts the connections of all endpoints together`() {
        var cluster = cluster(pool: 2)
        #expect(cluster.keepIdle(1, endpoint: 0) == true)
        #expect(cluster.keepIdle(2, endpoint: 1) == true)
        #expect(cluster.keepIdle(3, endpoint: 0) == false)
        #expect(cluster.idleCount == 2)
        #expect(cluster.leaseIdle(1) == 2)
        #expect(cluster.keepIdle(3, endpoint: 0) == true)
    }

    @Test func `a pool of none keeps nothing`() {
        var cluster = cluster(pool: 0)
        #expect(cluster.keepIdle(1, endpoint: 0) == false)
        #expect(cluster.leaseIdle(0) == nil)
    }

    @Test func `an endpoint's connections are not given to another`() {
        var cluster = cluster()
        _ = cluster.keepIdle(1, endpoint: 0)
        #expect(cluster.leaseIdle(1) == nil)
        #expect(cluster.leaseIdle(0) == 1)
    }

    @Test func `a dead connection goes out of the middle`() {
        var cluster = cluster()
        for connection: UInt32 in [1, 2, 3] { _ = cluster.keepIdle(connection, endpoint: 0) }
        cluster.dropIdle(2, endpoint: 0)
        #expect(cluster.idleCount == 2)
        #expect(cluster.leaseIdle(0) == 3)
        #expect(cluster.leaseIdle(0) == 1)
    }

    @Test func `a cluster without addresses has nobody to pick`() {
        #expect(cluster(endpoints: 0).pick(bits: 1) == nil)
    }
}
