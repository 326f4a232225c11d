// What does an event or a timer of a worker concern?

/// The kinds of `Token` that a worker hands to its poller and its timer wheel.
enum TokenKind {
    static let mailbox: UInt8 = 1
    static let listener: UInt8 = 2
    static let server: UInt8 = 3
    static let client: UInt8 = 4
    static let exchange: UInt8 = 5
    static let drain: UInt8 = 6
    static let h2server: UInt8 = 7
    static let h2client: UInt8 = 8
}
