// Which certificate is for this name?

import Bytes

/// Names to certificate numbers, compiled once: exact names, wildcards of one label, and a default.
///
/// A look-up folds case, ignores a trailing dot, and allocates nothing.
public struct CertificateStore: Sendable {
    /// Open addressing over all names; a wildcard is kept with its star, so that both kinds share the table.
    private var slots: [UInt32]
    private var names: [[UInt8]]
    private var indexes: [Int]
    /// The certificate for a client that names no host, or an unknown one.
    public private(set) var defaultIndex: Int

    /// One list of names for each certificate. `*` makes it the default; otherwise the first one is. The first
    /// certificate that claims a name keeps it.
    public init(names lists: [[String]]) {
        let count = lists.reduce(0) { $0 + $1.count }
        var size = 8
        while size < count * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        names = []
        indexes = []
        defaultIndex = lists.firstIndex { $0.contains("*") } ?? 0
        for (index, list) in lists.enumerated() {
            for name in list where name != "*" { add(Self.folded(name), index: index) }
        }
    }

    /// The certificate that names `host`, exactly or by a wildcard of its first label; nil when only the default is
    /// left. `host` has no port.
    public func index(for host: ByteView) -> Int? {
        if names.isEmpty { return nil }
        let name = host.last == 0x2E ? host.prefix(host.count - 1) : host
        if name.isEmpty { return nil }
        if let exact = find(name, star: false) { return exact }
        guard let dot = name.firstIndex(of: 0x2E), dot > 0 else { return nil }
        return find(name.dropFirst(dot), star: true)
    }

    /// The names given, folded, for messages.
    public var allNames: [String] { names.map { String(decoding: $0, as: UTF8.self) } }

    private static func folded(_ name: String) -> [UInt8] {
        var bytes = name.utf8.map(ASCII.lowercased)
        if bytes.last == 0x2E { bytes.removeLast() }
        return bytes
    }

    private mutating func add(_ name: [UInt8], index: Int) {
        guard !name.isEmpty, name.withByteView({ find($0, star: false) }) == nil else { return }
        names.append(name)
        indexes.append(index)
        var place = Int(truncatingIfNeeded: name.withByteView { Self.hash($0, star: false) }) & (slots.count - 1)
        while slots[place] != 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = UInt32(names.count)
    }

    /// Finds `name`, with a `*` before it when `star`.
    private func find(_ name: ByteView, star: Bool) -> Int? {
        var place = Int(truncatingIfNeeded: Self.hash(name, star: star)) & (slots.count - 1)
        while slots[place] != 0 {
            let entry = Int(slots[place]) - 1
            if Self.same(names[entry], name, star: star) { return indexes[entry] }
            place = (place + 1) & (slots.count - 1)
        }
        return nil
    }

    private static func same(_ stored: [UInt8], _ name: ByteView, star: Bool) -> Bool {
        let skipped = star ? 1 : 0
        guard stored.count == name.count + skipped, !star || stored[0] == 0x2A else { return false }
        for i in 0..<name.count where stored[i + skipped] != ASCII.lowercased(name[i]) { return false }
        return true
    }

    /// FNV-1a over the folded bytes; only names from the configuration are in the table, so nobody can flood it.
    private static func hash(_ name: ByteView, star: Bool) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        if star { hash = (hash ^ 0x2A) &* 0x100_0000_01B3 }
        for i in 0..<name.count { hash = (hash ^ UInt64(ASCII.lowercased(name[i]))) &* 0x100_0000_01B3 }
        return hash
    }
}
