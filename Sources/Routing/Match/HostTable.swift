// Which group of routes speaks for this host?

import Bytes

/// Hosts by open addressing over their bytes; exact names and suffixes (with their leading dot) share the table.
///
/// The load stays at or below one half, so a look-up mostly touches one slot and one key, however many there are.
struct HostTable: Sendable {
    private struct Slot {
        var hash: UInt32 = 0
        var keyStart: UInt32 = 0
        var keyCount: UInt32 = 0
        /// The number of the group plus one; 0 marks an empty slot.
        var groupPlusOne: UInt32 = 0
    }

    private var slots: ContiguousArray<Slot>
    private var keys: ContiguousArray<UInt8> = []
    private let mask: Int
    /// The group for hosts that nothing else fits, or -1.
    private var anyGroup = -1
    /// How many labels the longest suffix has: no more dots need to be tried. 0 when there are no suffixes.
    private var suffixLabels = 0

    /// Compiles `groups`: for each pattern the number of the group that speaks for it. Patterns are distinct.
    init(_ groups: [(pattern: HostPattern, group: Int)]) {
        var capacity = 2
        while capacity < groups.count * 2 { capacity *= 2 }
        slots = ContiguousArray(repeating: Slot(), count: capacity)
        mask = capacity - 1
        for (pattern, group) in groups {
            switch pattern {
            case .any: anyGroup = group
            case .exact(let name): insert(Array(name.utf8), group)
            case .suffix(let suffix):
                insert(Array(suffix.utf8), group)
                suffixLabels = max(suffixLabels, suffix.utf8.count { $0 == 0x2E })
            }
        }
    }

    private mutating func insert(_ key: [UInt8], _ group: Int) {
        var hash = KeyHash(owner: 0)
        for byte in key.reversed() { hash.combineFolded(byte) }
        var position = Int(hash.value) & mask
        while slots[position].groupPlusOne != 0 { position = (position + 1) & mask }
        slots[position] = Slot(
            hash: hash.value,
            keyStart: UInt32(keys.count),
            keyCount: UInt32(key.count),
            groupPlusOne: UInt32(group + 1)
        )
        keys.append(contentsOf: key)
    }

    /// The group of the most specific pattern that fits `host`, or -1.
    ///
    /// `host` comes without port, in any case; a trailing dot is dropped.
    func group(of host: ByteView) -> Int {
        let name = host.last == 0x2E ? host.prefix(host.count - 1) : host
        if name.count > HostPattern.maximumLength || name.isEmpty { return anyGroup }
        // From the right, so that the hashes of all suffixes lie on the way to that of the whole.
        var hash = KeyHash(owner: 0)
        var i = name.count
        while i > 0 {
            i -= 1
            hash.combineFolded(name[i])
        }
        let exact = find(name, hash.value)
        if exact >= 0 || suffixLabels == 0 { return exact >= 0 ? exact : anyGroup }
        let suffix = longestSuffixGroup(name)
        return suffix >= 0 ? suffix : anyGroup
    }

    /// The group of the longest suffix: the one whose dot stands furthest to the left. The whole name is no suffix.
    @inline(never)
    private func longestSuffixGroup(_ name: ByteView) -> Int {
        var hash = KeyHash(owner: 0)
        var labels = 0
        var best = -1
        var i = name.count
        while i > 1, labels < suffixLabels {
            i -= 1
            hash.combineFolded(name[i])
            guard name[i] == 0x2E else { continue }
            labels += 1
            let found = find(name.dropFirst(i), hash.value)
            if found >= 0 { best = found }
        }
        return best
    }

    private func find(_ key: ByteView, _ hash: UInt32) -> Int {
        var position = Int(hash) & mask
        while true {
            let slot = slots[position]
            if slot.groupPlusOne == 0 { return -1 }
            if slot.hash == hash, Int(slot.keyCount) == key.count, isKey(key, at: Int(slot.keyStart)) {
                return Int(slot.groupPlusOne) - 1
            }
            position = (position + 1) & mask
        }
    }

    private func isKey(_ key: ByteView, at start: Int) -> Bool {
        var i = 0
        while i < key.count {
            if ASCII.lowercased(key[i]) != keys[start + i] { return false }
            i += 1
        }
        return true
    }
}
