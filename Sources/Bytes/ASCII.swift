// Which class a byte belongs to, without locale.

import CBytes

/// Byte classes and case folding of ASCII, by table or arithmetic, without locale.
public enum ASCII {
    /// The lower-case twin of an upper-case ASCII letter; any other byte as it is.
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    public static func isAlpha(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// A byte of a token, such as a field name or a method (RFC 9110, 5.6.2).
    public static func isToken(_ byte: UInt8) -> Bool { CBytes_is_token(byte) != 0 }

    /// A byte that may stand inside of a field value: visible, space, tab or 0x80 and up (RFC 9110, 5.5).
    public static func isFieldText(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7F : byte == 0x09 }

    /// A visible ASCII byte: 0x21 to 0x7E.
    public static func isVisible(_ byte: UInt8) -> Bool { byte &- 0x21 < 0x5E }

    /// A byte that means the same in a URI whether it is percent-encoded or not (RFC 3986, 2.3).
    public static func isUnreserved(_ byte: UInt8) -> Bool {
        isAlpha(byte) || isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F || byte == 0x7E
    }
}
