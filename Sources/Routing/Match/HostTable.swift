// Which group of routes speaks for this host?

import Bytes

/// Hosts by open addressing over their lower-cased bytes; exact names and suffixes (with their leading dot) share the table.
///
/// The load stays at or below one half, so a look-up mostly touches one slot and one key, however many there are.
struct HostTable: Sendable {
    private struct Slot {
        var hash: UInt32 = 0
        var key = ByteRange.empty
        /// The number of the group plus one; 0 marks an empty slot.
        var groupPlusOne: UInt32 = 0
    }

    private var slots: ContiguousArray<Slot>
    /// Keys in lower case.
    private let keys: ByteArena
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
        var bytes: [UInt8] = []
        for (pattern, group) in groups {
            let key: String
            switch pattern {
            case .any:
                anyGroup = group
                continue
            case .exact(let name): key = name
            case .suffix(let suffix):
                key = suffix
                suffixLabels = max(suffixLabels, suffix.utf8.count { $0 == 0x2E })
            }
            HostTable.insert(Array(key.utf8), at: bytes.count, group, into: &slots)
            bytes.append(contentsOf: key.utf8)
        }
        keys = ByteArena(bytes)
    }

    private static func insert(_ key: [UInt8], at start: Int, _ group: Int, into slots: inout ContiguousArray<Slot>) {
        let hash = key.withByteView { HostTable.hash(of: $0) }
        let mask = slots.count - 1
        var position = Int(hash) & mask
        while slots[position].groupPlusOne != 0 { position = (position + 1) & mask }
        slots[position] = Slot(
            hash: hash,
            key: ByteRange(start: start, count: key.count),
            groupPlusOne: UInt32(group + 1)
        )
    }

    private static func hash(of name: ByteView) -> UInt32 { UInt32(truncatingIfNeeded: name.foldedHash) }

    /// The group of the most specific pattern that fits `host`, or -1.
    ///
    /// `host` comes without port, in any case; a trailing dot is dropped.
    func group(of host: ByteView) -> Int {
        if keys.count == 0 { return anyGroup }
        let name = host.last == 0x2E ? host.prefix(host.count - 1) : host
        if name.count > HostPattern.maximumLength || name.isEmpty || name[0] == 0x2E { return anyGroup }
        let exact = find(name)
        if exact >= 0 { return exact }
        let suffix = suffixLabels > 0 ? longestSuffixGroup(name) : -1
        return suffix >= 0 ? suffix : anyGroup
    }

    /// The group of the longest suffix: the one whose dot stands furthest to the left. The whole name is no suffix.
    @inline(never)
    private func longestSuffixGroup(_ name: ByteView) -> Int {
        // No suffix has more dots than `suffixLabels`; where a name has more, the first ones are passed over.
        var surplus = -suffixLabels
        for i in 0..<name.count where name[i] == 0x2E { surplus += 1 }
        for i in 0..<name.count where name[i] == 0x2E {
            surplus -= 1
            if surplus >= 0 || i == 0 { continue }
            let found = find(name.dropFirst(i))
            if found >= 0 { return found }
        }
        return -1
    }

    private func find(_ key: ByteView) -> Int {
        let hash = HostTable.hash(of: key)
        var position = Int(hash) & mask
        while true {
            let slot = slots[position]
            if slot.groupPlusOne == 0 { return -1 }
            if slot.hash == hash, keys.isKeyIgnoringCase(slot.key, key) {
                return Int(slot.groupPlusOne) - 1
            }
            position = (position + 1) & mask
        }
    }
}
