// How does the kernel write a socket address?

import Bytes
import CLinux

extension SocketAddress {
    /// The kernel's form. Throws when a unix path is too long for it.
    func kernelAddress() throws(SystemError) -> CLinux_Address {
        var result = CLinux_Address()
        switch self {
        case .ip(let address, let port) where address.isIPv4:
            unsafe CLinux_address_set_ipv4(&result, UInt32(truncatingIfNeeded: address.low), port)
        case .ip(let address, let port):
            unsafe CLinux_address_set_ipv6(&result, address.high, address.low, port)
        case .unix(let path):
            // Sound: the C side copies `count` bytes of a string that lives for the call.
            let answer = unsafe CLinux_address_set_unix(&result, path, path.utf8.count)
            if answer < 0 { throw SystemError(call: "sockaddr_un", answer: Int(answer)) }
        }
        return result
    }

    /// Reads the kernel's form; an unnamed unix peer has the empty path.
    init(kernel address: inout CLinux_Address) {
        switch unsafe CLinux_address_family(&address) {
        case AF_INET:
            self = unsafe .ip(IPAddress(v4: CLinux_address_ipv4(&address)), port: CLinux_address_port(&address))
        case AF_INET6:
            let high = unsafe CLinux_address_ipv6_high(&address)
            let low = unsafe CLinux_address_ipv6_low(&address)
            self = unsafe .ip(IPAddress(high: high, low: low), port: CLinux_address_port(&address))
        default:
            // Sound: the buffer has the 109 bytes that the shim asks for.
            let path = unsafe String(unsafeUninitializedCapacity: 112) { buffer in
                unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                    unsafe CLinux_address_unix_path(&address, text.baseAddress!)
                }
            }
            self = .unix(path)
        }
    }

    var family: Int32 {
        switch self {
        case .ip(let address, _): address.isIPv4 ? AF_INET : AF_INET6
        case .unix: AF_UNIX
        }
    }
}
