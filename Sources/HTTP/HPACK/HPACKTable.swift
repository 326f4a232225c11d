// Which fields does the other end of a connection remember?

import Bytes
import CBytes

/// The dynamic table of an encoder (RFC 7541, 2.3.2 and 4), searched by hash.
///
/// Entries lie in rings whose size is a power of two: the entry inserted as number n lies at n modulo the size. The text
/// of all entries lies in one run, oldest first. Nothing is allocated before the first insertion, and nothing any more
/// once the table has grown to what its connection needs: at most 12 KiB.
@safe
struct HPACKTable: ~Copyable {
    /// The size that both ends begin with, in bytes, and the most that we use (RFC 9113, 6.5.2).
    static var standardLimit: Int { 4096 }
    /// What an entry counts beside its name and value (RFC 7541, 4.1).
    static var entryOverhead: Int { 32 }
    /// Entries of the static table, whose numbers come first.
    static var staticEntries: Int { 61 }

    private struct Entry {
        /// Counted from the first byte ever inserted, modulo 2^32.
        var start: UInt32
        var nameCount: UInt16
        var valueCount: UInt16
        /// As in `HPACKPair`.
        var id: UInt8
    }

    /// The sum of all entries (RFC 7541, 4.1).
    private(set) var size = 0
    private(set) var limit = standardLimit
    /// Entries that are there.
    private(set) var count = 0
    /// Entries ever inserted, modulo 2^32.
    private var inserted: UInt32 = 0

    private var slots = 0
    private var entries: UnsafeMutablePointer<Entry>?
    /// A hash of name and value of each entry, and behind all of those one of its name unless that is well known; 0 where
    /// there is none.
    private var hashes: UnsafeMutablePointer<UInt32>?
    /// By well-known name: the number of the entry that was inserted last with it.
    private var newest: UnsafeMutablePointer<UInt32>?
    private static var wellKnownNames: Int { 64 }

    private var text: UnsafeMutablePointer<UInt8>?
    private var textCapacity = 0
    /// Where the live text begins and ends in `text`.
    private var textHead = 0
    private var textTail = 0
    /// What the first byte of `text` counts as.
    private var textOrigin: UInt32 = 0

    init() {}

    deinit {
        unsafe entries?.deallocate()
        unsafe hashes?.deallocate()
        unsafe newest?.deallocate()
        unsafe text?.deallocate()
    }

    /// Changes the size that the table may have, in bytes; the oldest entries go until it keeps to it.
    mutating func setLimit(_ bytes: Int) {
        limit = bytes
        while size > limit { evict() }
    }

    /// Whether a field is worth inserting: one that takes a quarter of the table drives out too much.
    func isWorth(_ pair: HPACKPair) -> Bool { pair.count &+ Self.entryOverhead <= limit / 4 }

    /// The number of the entry that is this field (RFC 7541, 2.3.3), or 0.
    func index(of pair: HPACKPair, hash: UInt32) -> Int {
        // Sound: the search is told how many slots there are.
        guard count > 0, case let slot = unsafe CBytes_find_word(hashes, slots, hash), slot < slots else { return 0 }
        // Sound: slots with a hash are taken.
        let entry = unsafe entries.unsafelyUnwrapped[slot]
        guard isName(of: entry, pair), Int(entry.valueCount) == pair.value.count else { return 0 }
        guard isText(at: Int(entry.start &- textOrigin) &+ pair.name.count, pair.value) else { return 0 }
        return number(of: slot)
    }

    /// The number of an entry that has the name of this field, or 0.
    func index(ofName pair: HPACKPair) -> Int {
        if count == 0 { return 0 }
        if pair.id == 0 { return index(ofOtherName: pair) }
        // Sound: there is a place for each well-known name.
        let slot = unsafe Int(newest.unsafelyUnwrapped[Int(pair.id)]) & (slots &- 1)
        let isThere = unsafe hashes.unsafelyUnwrapped[slot] != 0 && entries.unsafelyUnwrapped[slot].id == pair.id
        return isThere ? number(of: slot) : 0
    }

    private func index(ofOtherName pair: HPACKPair) -> Int {
        // Sound: the second half of the hashes has as many.
        let slot = unsafe CBytes_find_word(hashes.unsafelyUnwrapped + slots, slots, pair.nameHash)
        guard slot < slots, isName(of: unsafe entries.unsafelyUnwrapped[slot], pair) else { return 0 }
        return number(of: slot)
    }

    /// Puts a field in front of all others, for which older ones may have to go (RFC 7541, 4.4). It must be worth it.
    mutating func insert(_ pair: HPACKPair, hash: UInt32) {
        precondition(isWorth(pair), "A field that is too large enters the table.")
        while size + pair.count + Self.entryOverhead > limit { evict() }
        if count == slots { growSlots() }
        if textCapacity - textTail < pair.count { makeRoom(pair.count) }
        let slot = Int(inserted) & (slots - 1)
        // Sound: the slot is free, and there is room for the text.
        unsafe entries.unsafelyUnwrapped[slot] = Entry(
            start: textOrigin &+ UInt32(truncatingIfNeeded: textTail),
            nameCount: UInt16(truncatingIfNeeded: pair.name.count),
            valueCount: UInt16(truncatingIfNeeded: pair.value.count),
            id: pair.id
        )
        unsafe hashes.unsafelyUnwrapped[slot] = hash
        unsafe hashes.unsafelyUnwrapped[slots + slot] = pair.id == 0 ? pair.nameHash : 0
        unsafe newest.unsafelyUnwrapped[Int(pair.id)] = inserted
        append(pair.name)
        append(pair.value)
        inserted &+= 1
        count += 1
        size += pair.count + Self.entryOverhead
    }

    private mutating func append(_ view: ByteView) {
        guard let start = unsafe view.start else { return }
        // Sound: the caller made room.
        unsafe CBytes_copy_run(text.unsafelyUnwrapped + textTail, start, view.count)
        textTail += view.count
    }

    // MARK: Looking

    /// The newest entry has the first number behind the static table.
    private func number(of slot: Int) -> Int {
        let age = (Int(inserted) &- 1 &- slot) & (slots &- 1)
        return Self.staticEntries &+ 1 &+ age
    }

    @inline(__always)
    private func isName(of entry: Entry, _ pair: HPACKPair) -> Bool {
        if pair.id != 0 || entry.id != 0 { return pair.id == entry.id }
        return Int(entry.nameCount) == pair.name.count && isText(at: Int(entry.start &- textOrigin), pair.name)
    }

    @inline(__always)
    private func isText(at start: Int, _ view: ByteView) -> Bool {
        guard let bytes = unsafe view.start else { return true }
        return unsafe CBytes_equal_short(text.unsafelyUnwrapped + start, bytes, view.count) != 0
    }

    // MARK: Making room

    private mutating func evict() {
        let slot = Int(inserted &- UInt32(truncatingIfNeeded: count)) & (slots - 1)
        // Sound: the oldest entry is there, because the size is not 0.
        let entry = unsafe entries.unsafelyUnwrapped[slot]
        let length = Int(entry.nameCount) + Int(entry.valueCount)
        unsafe hashes.unsafelyUnwrapped[slot] = 0
        unsafe hashes.unsafelyUnwrapped[slots + slot] = 0
        textHead += length
        size -= length + Self.entryOverhead
        count -= 1
    }

    @inline(never)
    private mutating func growSlots() {
        let grown = max(16, slots * 2)
        let freshEntries = UnsafeMutablePointer<Entry>.allocate(capacity: grown)
        let freshHashes = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * grown)
        unsafe freshHashes.initialize(repeating: 0, count: 2 * grown)
        if unsafe newest == nil {
            unsafe newest = .allocate(capacity: Self.wellKnownNames)
            unsafe newest.unsafelyUnwrapped.initialize(repeating: 0, count: Self.wellKnownNames)
        }
        for age in 1...max(count, 1) where count > 0 {
            let number = Int(inserted &- UInt32(age))
            let (from, to) = (number & (slots - 1), number & (grown - 1))
            // Sound: each entry that is there moves to a slot of its own.
            unsafe freshEntries[to] = unsafe entries.unsafelyUnwrapped[from]
            unsafe freshHashes[to] = unsafe hashes.unsafelyUnwrapped[from]
            unsafe freshHashes[grown + to] = unsafe hashes.unsafelyUnwrapped[slots + from]
        }
        unsafe entries?.deallocate()
        unsafe hashes?.deallocate()
        unsafe (entries, hashes) = unsafe (freshEntries, freshHashes)
        slots = grown
    }

    /// Moves the live text to the front; into more memory when it fills half of what there is.
    @inline(never)
    private mutating func makeRoom(_ length: Int) {
        let live = textTail - textHead
        let old = unsafe text
        if live + length > textCapacity / 2 {
            textCapacity = max(512, 2 * textCapacity, 2 * (live + length))
            unsafe text = .allocate(capacity: textCapacity)
        }
        if let old = unsafe old {
            // Sound: the live text lies in the old memory, and has room in the new, which may be the same.
            unsafe text.unsafelyUnwrapped.update(from: old + textHead, count: live)
            if unsafe old != text { unsafe old.deallocate() }
        }
        textOrigin &+= UInt32(truncatingIfNeeded: textHead)
        textHead = 0
        textTail = live
    }
}
