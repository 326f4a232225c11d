// How are a test and a child process joined?

import Glibc

/// Two ends of a local stream.
enum SocketPair {
    static func make() throws -> (TestSocket, TestSocket) {
        let (result, ends) = Inheritance.openingPair { ends in
            unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends)
        }
        guard result == 0 else { throw TestFailure("socketpair: \(describe(errno: errno))") }
        return (TestSocket(adopting: ends[0]), TestSocket(adopting: ends[1]))
    }
}
