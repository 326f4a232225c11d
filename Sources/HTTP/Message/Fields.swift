// Which fields a message has, in their order.

import Bytes

/// The fields of one message: a reusable table of offsets into the bytes that they were parsed from.
///
/// Sixteen bytes a field, allocated once for the most fields there may be; nothing is allocated per message. The values
/// are valid as long as the bytes stay where they are; `rebase(onto:)` moves the table to a copy of them.
@safe
public struct Fields: ~Copyable {
    /// How many fields there may be.
    public let capacity: Int
    /// How many fields there are.
    public private(set) var count = 0
    /// One bit per `FieldName`, numbered by its raw value: whether such a field is there. Bit 0 stands for all others.
    public private(set) var present: UInt64 = 0
    /// The same for names that occur more than once.
    public private(set) var repeated: UInt64 = 0
    /// The bytes that the offsets refer to.
    public private(set) var bytes = ByteView.empty
    private let entries: UnsafeMutablePointer<FieldEntry>

    /// Whether a `Connection` field may name other fields than the hop-by-hop ones; known to the parser that read it.
    var connectionMayNameFields = true

    /// The longest field name in bytes, so that its length fits the table.
    static var longestName: Int { Int(UInt16.max) }

    /// An empty table with room for `capacity` fields.
    public init(capacity: Int) {
        precondition(capacity > 0, "A table of fields needs room for one field.")
        self.capacity = capacity
        unsafe entries = .allocate(capacity: capacity)
    }

    deinit { unsafe entries.deallocate() }

    /// The field at `index`, in the order of the message.
    public subscript(index: Int) -> Field {
        precondition(index >= 0 && index < count, "There is no field of that number.")
        // Sound: the first `count` entries are initialised.
        let entry = unsafe entries[index]
        return Field(
            id: entry.id,
            name: bytes.slice(from: Int(entry.nameStart), count: Int(entry.nameCount)),
            value: bytes.slice(from: Int(entry.valueStart), count: Int(entry.valueCount))
        )
    }

    /// Where the whole line of the field at `index` lies in `bytes`, if it reads just as it would be written.
    func verbatimLine(at index: Int) -> ByteRange? {
        precondition(index >= 0 && index < count, "There is no field of that number.")
        // Sound: the first `count` entries are initialised.
        let entry = unsafe entries[index]
        guard entry.isVerbatim else { return nil }
        let end = Int(entry.valueStart) + Int(entry.valueCount) + 2
        return ByteRange(start: Int(entry.nameStart), count: end - Int(entry.nameStart))
    }

    /// The well-known name of the field at `index`.
    public func id(at index: Int) -> FieldName {
        precondition(index >= 0 && index < count, "There is no field of that number.")
        // Sound: the first `count` entries are initialised.
        return unsafe entries[index].id
    }

    /// Whether there is a field of that name. `.other` asks for any unknown one.
    public func contains(_ id: FieldName) -> Bool { present & (1 &<< UInt64(id.rawValue)) != 0 }

    /// Whether there is more than one field of that name.
    public func isRepeated(_ id: FieldName) -> Bool { repeated & (1 &<< UInt64(id.rawValue)) != 0 }

    /// The index of the first field of that name at or after `start`, or nil.
    public func firstIndex(of id: FieldName, from start: Int = 0) -> Int? {
        guard contains(id) else { return nil }
        var index = start
        while index < count {
            // Sound: index < count, and the first `count` entries are initialised.
            if unsafe entries[index].id == id { return index }
            index += 1
        }
        return nil
    }

    /// Where the value of the first field of that name lies in `bytes`, or nil.
    func valueRange(of id: FieldName) -> ByteRange? {
        guard let index = firstIndex(of: id) else { return nil }
        // Sound: `firstIndex` returns an index below `count`.
        let entry = unsafe entries[index]
        return ByteRange(start: Int(entry.valueStart), count: Int(entry.valueCount))
    }

    /// The value of the first field of that name, or nil.
    public func first(_ id: FieldName) -> ByteView? {
        guard let index = firstIndex(of: id) else { return nil }
        return self[index].value
    }

    /// The value of the first field of that name in any case, known or not, or nil.
    public func first(named name: ByteView) -> ByteView? {
        let id = FieldName(recognising: name)
        if id != .other { return first(id) }
        var index = firstIndex(of: .other)
        while let found = index {
            if self[found].name.equalsIgnoringCase(name) { return self[found].value }
            index = firstIndex(of: .other, from: found + 1)
        }
        return nil
    }

    /// How many fields of that name there are.
    public func count(of id: FieldName) -> Int {
        guard contains(id) else { return 0 }
        var found = 0
        for index in 0..<count where unsafe entries[index].id == id { found += 1 }
        return found
    }

    /// Whether a `Connection` field of this message names `option` (RFC 9110, 7.6.1), in any case.
    public func connectionNames(_ option: ByteView) -> Bool {
        var index = firstIndex(of: .connection)
        while let found = index {
            for element in self[found].value.listElements where element.equalsIgnoringCase(option) { return true }
            index = firstIndex(of: .connection, from: found + 1)
        }
        return false
    }

    /// Whether `field` ends at this hop: by its name, or because `Connection` names it.
    ///
    /// `Host` and `Content-Length` stay even when they are named: they are framing and routing, not the sender's to drop.
    public func isHopByHop(_ field: Field) -> Bool {
        if field.id.isHopByHop { return true }
        if !connectionMayNameFields || !contains(.connection) || field.id == .host || field.id == .contentLength {
            return false
        }
        return connectionNames(field.name)
    }

    /// Lets go of all fields and refers to `bytes` from now on.
    public mutating func reset(bytes: ByteView = .empty) {
        precondition(bytes.count <= Int(UInt32.max), "The offsets of fields have 32 bits.")
        self.bytes = bytes
        count = 0
        present = 0
        repeated = 0
        connectionMayNameFields = true
    }

    /// Gives up the bytes behind `length`, which no field refers to: what came after the head.
    mutating func cut(to length: Int) { bytes = bytes.prefix(length) }

    /// Refers to a copy of the same bytes at another place, after the old place is given up.
    public mutating func rebase(onto copy: ByteView) {
        precondition(copy.count == bytes.count, "Fields can only move onto a copy of their own bytes.")
        bytes = copy
    }

    /// Adds the field whose name and value lie there in `bytes`; false when the table is full.
    ///
    /// `isVerbatim` says that the bytes from the name on read `name: value CRLF`, so that they can be copied as they are.
    /// The caller has checked all of it: this is where a parser puts what it understood.
    @discardableResult
    public mutating func append(
        _ id: FieldName,
        nameAt nameStart: Int,
        count nameCount: Int,
        valueAt valueStart: Int,
        count valueCount: Int,
        isVerbatim: Bool = false
    ) -> Bool {
        guard count < capacity else { return false }
        // Sound: count < capacity. The conversions cannot lose bits: `reset` bounds `bytes`, readers bound by it.
        unsafe (entries + count).initialize(
            to: FieldEntry(
                nameStart: UInt32(truncatingIfNeeded: nameStart),
                valueStart: UInt32(truncatingIfNeeded: valueStart),
                valueCount: UInt32(truncatingIfNeeded: valueCount),
                nameCount: UInt16(truncatingIfNeeded: nameCount),
                id: id,
                isVerbatim: isVerbatim
            )
        )
        count += 1
        let bit = UInt64(1) &<< UInt64(id.rawValue)
        repeated |= present & bit
        present |= bit
        return true
    }

    /// Takes the place of an empty table: `newCount` entries, whose names `newPresent` and `newRepeated` sum up.
    ///
    /// The caller promises that the entries lie in `bytes`, and that there is room for them.
    @unsafe
    mutating func adopt(
        _ newEntries: UnsafePointer<FieldEntry>,
        count newCount: Int,
        present newPresent: UInt64,
        repeated newRepeated: UInt64
    ) {
        precondition(count == 0 && newCount <= capacity, "A table of fields is taken over into an empty one with room.")
        // Sound: there is room for `newCount` entries, as checked.
        unsafe entries.update(from: newEntries, count: newCount)
        count = newCount
        present = newPresent
        repeated = newRepeated
    }
}
