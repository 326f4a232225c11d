/// Byte classes and case folding of ASCII, by table or arithmetic, without locale.
public enum ASCII {
    /// The lower-case twin of an upper-case ASCII letter; any other byte as it is.
    public static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    public static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    public static func isAlpha(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
