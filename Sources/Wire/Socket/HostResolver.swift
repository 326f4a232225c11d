// Which addresses does a host name have? For the cold side's own connections.

import Bytes
import Glibc

/// Asks the system's resolver (`/etc/hosts`, DNS, whatever nsswitch.conf says).
///
/// It blocks its thread, for as long as resolv.conf lets it (usually 5 s a server): tolerable on a cold loop, where
/// only API calls and span batches wait meanwhile, and never done on a worker. Names of upstreams are not resolved
/// here.
public enum HostResolver {
    /// Why a name has no address.
    public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
        public let host: String
        /// What the resolver said, such as `Name or service not known`.
        public let reason: String

        public init(host: String, reason: String) {
            self.host = host
            self.reason = reason
        }

        public var description: String { "\(host) cannot be resolved: \(reason)" }
    }

    /// The addresses of `host`, each once, in the order in which they should be tried (RFC 6724). Never empty.
    ///
    /// An IP address, with or without brackets, stands for itself and asks nobody.
    public static func addresses(of host: String) throws(Failure) -> [IPAddress] {
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        if let literal = IPAddress(bare) { return [literal] }
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        unsafe hints.ai_family = AF_UNSPEC
        var list: UnsafeMutablePointer<addrinfo>?
        let answer = unsafe getaddrinfo(bare, nil, &hints, &list)
        guard answer == 0 else { throw Failure(host: host, reason: unsafe String(cString: gai_strerror(answer))) }
        // Sound: the list is freed once, after its last use.
        defer { unsafe freeaddrinfo(list) }
        let found = unsafe collect(list)
        if found.isEmpty { throw Failure(host: host, reason: "it has no IPv4 or IPv6 address") }
        return found
    }

    @unsafe
    private static func collect(_ list: UnsafeMutablePointer<addrinfo>?) -> [IPAddress] {
        var found: [IPAddress] = []
        var entry = unsafe list
        while let current = unsafe entry {
            if let address = unsafe address(current.pointee), !found.contains(address) { found.append(address) }
            unsafe entry = current.pointee.ai_next
        }
        return found
    }

    /// Sound: the family says which structure `ai_addr` points to.
    @unsafe
    private static func address(_ entry: addrinfo) -> IPAddress? {
        guard let raw = unsafe UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch unsafe entry.ai_family {
        case AF_INET:
            let socket = unsafe raw.assumingMemoryBound(to: sockaddr_in.self).pointee
            return IPAddress(v4: UInt32(bigEndian: socket.sin_addr.s_addr))
        case AF_INET6:
            var socket = unsafe raw.assumingMemoryBound(to: sockaddr_in6.self).pointee
            return unsafe withUnsafeBytes(of: &socket.sin6_addr) { bytes in
                let high = unsafe bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
                let low = unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                return IPAddress(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
            }
        default: return nil
        }
    }
}
