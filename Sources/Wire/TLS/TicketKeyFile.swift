// Which ticket key stands in a file?

import COpenSSL

/// A ticket key as operators share it between processes: 16 bytes of its name, 32 of the HMAC-SHA-256 key and 32 of the
/// AES-256 key, the layout that nginx reads too.
enum TicketKeyFile {
    static let bytes = 80

    static func read(_ paths: [String]) throws(TLSSetupError) -> [COpenSSL_TicketKey] {
        var keys: [COpenSSL_TicketKey] = []
        for path in paths { keys.append(try read(path)) }
        return keys
    }

    private static func read(_ path: String) throws(TLSSetupError) -> COpenSSL_TicketKey {
        let content: [UInt8]
        do throws(SystemError) {
            content = try PEMFile.read(path)
        } catch {
            throw .ticketKey(path: path, reason: "\(error)")
        }
        guard content.count == bytes else {
            throw .ticketKey(path: path, reason: "it has \(content.count) bytes, not \(bytes)")
        }
        var key = COpenSSL_TicketKey()
        // Sound: the struct is three arrays of bytes, `bytes` in all.
        unsafe withUnsafeMutableBytes(of: &key) { unsafe $0.copyBytes(from: content) }
        return key
    }
}
