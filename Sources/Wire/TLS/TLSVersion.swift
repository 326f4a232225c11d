// Which version of TLS is spoken?

import COpenSSL

/// The versions that Headgate speaks; older ones are not configurable.
public enum TLSVersion: UInt16, Comparable, Sendable, CaseIterable {
    case tls12 = 0x0303
    case tls13 = 0x0304

    public static func < (left: TLSVersion, right: TLSVersion) -> Bool { left.rawValue < right.rawValue }

    /// `1.2` or `1.3`, as in the configuration and in metric labels.
    public var label: StaticString {
        switch self {
        case .tls12: "1.2"
        case .tls13: "1.3"
        }
    }
}
