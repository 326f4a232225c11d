// What stands in a certificate's or a key's file?

import CLinux

/// The bytes of a small file, read whole before anybody parses them.
enum PEMFile {
    /// More than any chain of certificates has.
    static let mostBytes = 1 << 20

    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let file = FileDescriptor(taking: try Syscall.checked("open") { unsafe CLinux_open_for_reading(path) })
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 16384)
        while bytes.count < mostBytes {
            let fd = file.rawValue
            // Sound: the shim fills at most as many bytes as the block has.
            let count = Syscall.retrying {
                unsafe block.withUnsafeMutableBytes { unsafe CLinux_read(fd, $0.baseAddress, $0.count) }
            }
            if count < 0 { throw SystemError(call: "read", answer: count) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: block[0..<count])
        }
        throw SystemError(call: "read", errno: EFBIG)
    }
}
