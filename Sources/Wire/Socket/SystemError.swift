// Which call of the kernel refused, and why?

import CLinux

/// A failed system call: its name and the errno it left.
///
/// A plain value without memory behind it, so that a hot path may carry it.
public struct SystemError: Error, Sendable {
    /// The name of the call, such as `connect`.
    public let call: StaticString
    /// The positive error number, such as `ECONNREFUSED`.
    public let errno: Int32

    public init(call: StaticString, errno: Int32) {
        self.call = call
        self.errno = errno
    }

    /// Captures a negated errno as the shims of CLinux answer it.
    init(call: StaticString, answer: Int) { self.init(call: call, errno: Int32(truncatingIfNeeded: -answer)) }

    /// The symbol of the error number, such as `ECONNREFUSED`.
    public var name: String { unsafe String(cString: CLinux_error_name(errno)) }
}

extension SystemError: Equatable {
    public static func == (left: SystemError, right: SystemError) -> Bool {
        left.errno == right.errno && left.call.description == right.call.description
    }
}

extension SystemError: CustomStringConvertible {
    /// For example `connect: Connection refused (ECONNREFUSED)`.
    public var description: String { unsafe "\(call): \(String(cString: CLinux_error_text(errno))) (\(name))" }
}
