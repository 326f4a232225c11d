// How does a test play the peer of one connection, event by event, in one thread?

import Glibc

/// A socket pair whose one end is a conduit; the test speaks at the other.
final class Wires {
    private let peer: Int32
    private var isOpen = true
    /// The conduit's end, to be taken over once.
    let descriptor: Int32

    init() {
        var pair: [Int32] = [-1, -1]
        let answer = unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &pair)
        precondition(answer == 0, "No socket pair could be made.")
        descriptor = pair[0]
        peer = pair[1]
    }

    deinit { hangUp() }

    func send(_ bytes: [UInt8]) {
        let sent = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        precondition(sent == bytes.count, "The conduit's end takes no more.")
    }

    func send(_ text: String) { send(Array(text.utf8)) }

    /// What the conduit has written so far and was not received yet.
    func received() -> String {
        var all: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe recv(peer, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT))
            }
            if count <= 0 { return String(decoding: all, as: UTF8.self) }
            all += bytes[..<count]
        }
    }

    func finishSending() { shutdown(peer, Int32(SHUT_WR)) }

    func hangUp() {
        if isOpen { close(peer) }
        isOpen = false
    }
}
