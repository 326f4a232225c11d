// How is the path of a unix socket handed to the kernel?

import Glibc

/// A path, in the kernel's form; at most 107 bytes.
struct UnixAddress {
    private var address = sockaddr_un()

    init(path: String) {
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { room in
            unsafe room.copyBytes(from: path.utf8.prefix(room.count - 1))
        }
    }

    /// The structure is the caller's for the length of the call only.
    func withSockaddr(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        unsafe withUnsafePointer(to: address) { pointer in
            // A `sockaddr_un` may be read as a `sockaddr`: that is how the socket interface is made.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                unsafe body(general, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
