// How is a loopback address handed to the kernel?

import Glibc

/// 127.0.0.1 and a port, in the kernel's form.
struct LoopbackAddress {
    private let address: sockaddr_in

    init(port: UInt16) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        self.address = address
    }

    /// The structure is the caller's for the length of the call only.
    func withSockaddr(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            // A `sockaddr_in` may be read as a `sockaddr`: that is how the socket interface is made.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe body(general, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
