// Which port can a gateway under test listen on?

import Glibc
import Synchronization

/// Hands out loopback ports that nobody listens on.
///
/// The gateway binds with `SO_REUSEPORT`, so that two gateways on one port would share it in silence. Therefore ports
/// come from below the range that the kernel uses for outgoing connections, each is handed out once by this process,
/// and each is tried with a plain `bind`, which fails when anybody has it.
public enum FreePorts {
    private static let range: ClosedRange<UInt16> = 10_240...32_000
    /// Processes that test at the same time start at different places.
    private static let cursor = Mutex(UInt16(truncatingIfNeeded: getpid()) &* 97 % UInt16(range.count))

    public static func next() -> UInt16 {
        while true {
            let port = cursor.withLock { offset in
                offset = (offset + 1) % UInt16(range.count)
                return range.lowerBound + offset
            }
            if isFree(port) { return port }
        }
    }

    private static func isFree(_ port: UInt16) -> Bool {
        // A process that is started meanwhile would inherit the socket and keep its port.
        let descriptor = Inheritance.opening { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
        defer { close(descriptor) }
        return unsafe LoopbackAddress(port: port).withSockaddr { unsafe bind(descriptor, $0, $1) } == 0
    }
}
