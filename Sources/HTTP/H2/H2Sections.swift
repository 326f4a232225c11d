// Where decoded field sections lie until their messages are handled.

import Bytes
import CBytes

/// The field sections that one receive brought, as text: lines `name: value CRLF`, one section behind the other.
///
/// HPACK hands over field by field, in memory that it wants back. Kept as lines, a head costs an HTTP/1.1 upstream no
/// more than one that came over HTTP/1.1: neighbours are copied in one run. Only well-formed fields are ever written
/// here, so a run cannot hold a line that nobody sent (RFC 9113, 8.2.1 and 10.3).
///
/// One of these serves all connections of a worker: `clear` it before a receive, call `begin`, `add` and `end` for each
/// section, read the sections. A section whose end did not come is taken out with `suspend` and put back with `resume`
/// before the next receive of its connection. Nothing is allocated once the two tables have grown.
@safe
public struct H2Sections: ~Copyable {
    /// Beyond so many bytes the memory is given back when everything is cleared.
    public static var retainedBytes: Int { 256 * 1024 }

    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var textCount = 0
    private var entries: UnsafeMutablePointer<FieldEntry>
    private var entryCapacity: Int
    private var entryCount = 0

    /// The section that `begin` opened and `end` will close.
    private var open = H2Section()
    /// Whether there is one.
    public private(set) var isOpen = false
    private var headLimit = 0
    private var fieldLimit = 0
    private var crumbs = 0

    private static var firstCapacity: Int { 4096 }
    private static var firstEntryCapacity: Int { 64 }
    private static var slack: Int { CBytes_line_slack }

    public init() {
        capacity = Self.firstCapacity
        unsafe base = .allocate(capacity: Self.firstCapacity)
        entryCapacity = Self.firstEntryCapacity
        unsafe entries = .allocate(capacity: Self.firstEntryCapacity)
    }

    deinit {
        unsafe base.deallocate()
        unsafe entries.deallocate()
    }

    /// The text of all sections. Valid until the next `begin`, `add`, `end`, `resume` or `clear`.
    public var text: ByteView {
        // Sound: the first `textCount` bytes are written.
        unsafe ByteView(base: base, count: textCount)
    }

    /// The text of one section: its pseudo-header fields, then its fields. Valid as long as `text`.
    public func text(of section: H2Section) -> ByteView {
        text.slice(from: section.textStart, count: section.textCount)
    }

    /// Opens a section that may have `headBytes` (RFC 9113, 6.5.2) and `fields` regular fields.
    public mutating func begin(headBytes: Int, fields: Int) {
        open = H2Section()
        open.textStart = textCount
        open.firstEntry = entryCount
        isOpen = true
        headLimit = headBytes
        fieldLimit = fields
        crumbs = 0
    }

    /// Adds the next field of the open section, pseudo-header fields included.
    ///
    /// The first fault is kept in the section; from then on fields are only counted.
    public mutating func add(name: ByteView, value: ByteView) {
        precondition(isOpen, "A field belongs to a section that has begun.")
        open.listBytes &+= name.count &+ value.count &+ 32
        if open.fault != nil { return }
        guard open.listBytes <= headLimit else { return refuse(.h1(.headTooLarge)) }
        guard name.count <= Fields.longestName else { return refuse(.h1(.fieldNameTooLong)) }
        let lineCount = name.count &+ value.count &+ 4
        if capacity &- textCount < lineCount &+ Self.slack { grow(by: lineCount) }
        // Sound: there is room for the line and the slack behind it; an empty run is not read.
        let isSound = unsafe CBytes_write_field(base + textCount, name.start, name.count, value.start, value.count) != 0
        guard isSound, !Self.hasOuterSpace(value) else { return refuse(Self.fault(inName: name, value: value)) }
        let start = textCount &- open.textStart
        let valueStart = start &+ name.count &+ 2
        if name[0] == 0x3A {
            addPseudoHeader(name, at: ByteRange(start: valueStart, count: value.count), lineCount: lineCount)
        } else {
            addField(FieldName(recognising: name), start, name.count, valueStart, value.count, lineCount: lineCount)
        }
    }

    /// Closes the section. When a cookie came in crumbs they are joined into one line (RFC 9113, 8.2.3).
    public mutating func end() -> H2Section {
        precondition(isOpen, "A section ends after it has begun.")
        if crumbs > 1, open.fault == nil { joinCrumbs() }
        isOpen = false
        open.textCount = textCount - open.textStart
        open.count = entryCount - open.firstEntry
        return open
    }

    /// Forgets all sections.
    public mutating func clear() {
        textCount = 0
        entryCount = 0
        isOpen = false
        if capacity > Self.retainedBytes { shrink() }
    }

    /// Takes out the open section, whose end has not come; nil when none is open.
    public mutating func suspend() -> H2UnfinishedSection? {
        guard isOpen else { return nil }
        open.textCount = textCount - open.textStart
        var unfinished = H2UnfinishedSection(open, headLimit: headLimit, fieldLimit: fieldLimit, crumbs: crumbs)
        unfinished.text.append(text(of: open))
        // Sound: the entries of the open section are the last ones, and initialised.
        unsafe unfinished.entries.append(
            contentsOf: UnsafeBufferPointer(start: entries + open.firstEntry, count: entryCount - open.firstEntry)
        )
        textCount = open.textStart
        entryCount = open.firstEntry
        isOpen = false
        return unfinished
    }

    /// Puts a section back that was taken out, to go on adding to it.
    public mutating func resume(_ unfinished: borrowing H2UnfinishedSection) {
        begin(headBytes: unfinished.headLimit, fields: unfinished.fieldLimit)
        crumbs = unfinished.crumbs
        open = unfinished.section
        open.textStart = textCount
        open.firstEntry = entryCount
        append(unfinished.text.readable)
        for entry in unfinished.entries { append(entry) }
    }

    /// The field at `index` of a section.
    public func field(at index: Int, of section: H2Section) -> Field {
        precondition(index >= 0 && index < section.count, "There is no field of that number.")
        precondition(section.firstEntry + section.count <= entryCount, "The section has been cleared.")
        // Sound: as checked.
        let entry = unsafe entries[section.firstEntry + index]
        let text = text(of: section)
        return Field(
            id: entry.id,
            name: text.slice(from: Int(entry.nameStart), count: Int(entry.nameCount)),
            value: text[entry.value]
        )
    }

    /// Where the whole line of the field at `index` lies in the section's text.
    func line(at index: Int, of section: H2Section) -> ByteRange {
        precondition(index >= 0 && index < section.count, "There is no field of that number.")
        // Sound: as checked.
        let entry = unsafe entries[section.firstEntry + index]
        return ByteRange(start: Int(entry.nameStart), count: entry.value.end + 2 - Int(entry.nameStart))
    }

    /// Fills `fields`, which refer to the section's text and are empty; false when there is no room for them.
    func copyFields(of section: H2Section, to fields: inout Fields) -> Bool {
        guard section.count <= fields.capacity else { return false }
        precondition(section.firstEntry + section.count <= entryCount, "The section has been cleared.")
        // Sound: as checked; the entries were written for the text that `fields` refer to.
        unsafe fields.adopt(
            entries + section.firstEntry,
            count: section.count,
            present: section.present,
            repeated: section.repeated
        )
        return true
    }

    // MARK: Adding

    @inline(__always)
    private mutating func addField(
        _ id: FieldName,
        _ nameStart: Int,
        _ nameCount: Int,
        _ valueStart: Int,
        _ valueCount: Int,
        lineCount: Int
    ) {
        if id == .cookie { crumbs &+= 1 }
        let kept = entryCount &- open.firstEntry &+ 1 &- (crumbs > 1 ? crumbs &- 1 : 0)
        guard kept <= fieldLimit else { return refuse(.h1(.tooManyFields)) }
        textCount &+= lineCount
        let bit = UInt64(1) &<< UInt64(id.rawValue)
        open.repeated |= open.present & bit
        open.present |= bit
        append(
            FieldEntry(
                nameStart: UInt32(truncatingIfNeeded: nameStart),
                valueStart: UInt32(truncatingIfNeeded: valueStart),
                valueCount: UInt32(truncatingIfNeeded: valueCount),
                nameCount: UInt16(truncatingIfNeeded: nameCount),
                id: id,
                isVerbatim: true
            )
        )
    }

    @inline(__always)
    private mutating func addPseudoHeader(_ name: ByteView, at value: ByteRange, lineCount: Int) {
        guard entryCount == open.firstEntry else { return refuse(.pseudoHeaderAfterField) }
        guard let pseudoHeader = H2PseudoHeader(name) else { return refuse(.unknownPseudoHeader) }
        guard open.insert(pseudoHeader, at: value) else { return refuse(.repeatedPseudoHeader) }
        textCount &+= lineCount
    }

    private mutating func refuse(_ fault: H2MessageError) { open.fault = fault }

    @inline(__always)
    private static func hasOuterSpace(_ value: ByteView) -> Bool {
        if value.isEmpty { return false }
        // Of all field text only space and tab are below 0x21.
        return value[0] <= 0x20 || value[value.count &- 1] <= 0x20
    }

    /// What is wrong with a field that is not well formed.
    @inline(never)
    private static func fault(inName name: ByteView, value: ByteView) -> H2MessageError {
        let token = name.first == 0x3A ? name.dropFirst(1) : name
        if name.isEmpty { return .h1(.emptyFieldName) }
        if token.isEmpty { return .unknownPseudoHeader }
        for index in 0..<token.count {
            if token[index] &- 0x41 < 26 { return .upperCaseFieldName }
            if !ASCII.isToken(token[index]) { return .h1(.invalidFieldName) }
        }
        let end = value.endOfFieldText(from: 0)
        guard end < value.count else { return .spaceAroundValue }
        switch value[end] {
        case 0x00: return .h1(.nulByte)
        case 0x0A: return .h1(.bareLineFeed)
        case 0x0D: return .h1(.bareCarriageReturn)
        default: return .h1(.controlByte)
        }
    }

    // MARK: Cookies

    /// Writes all crumbs that say something as one line behind the others, and takes theirs out of the table.
    private mutating func joinCrumbs() {
        let start = textCount
        append(ByteView("cookie: "))
        var kept = open.firstEntry
        for index in open.firstEntry..<entryCount {
            // Sound: index < entryCount, and kept never overtakes it.
            let entry = unsafe entries[index]
            if entry.id == .cookie {
                appendCrumb(entry.value, isFirst: textCount == start + 8)
            } else {
                unsafe entries[kept] = entry
                kept += 1
            }
        }
        entryCount = kept
        let valueCount = textCount - start - 8
        append(ByteView("\r\n"))
        open.repeated &= ~(1 &<< UInt64(FieldName.cookie.rawValue))
        append(Self.cookieEntry(at: start - open.textStart, valueCount: valueCount))
    }

    private static func cookieEntry(at start: Int, valueCount: Int) -> FieldEntry {
        FieldEntry(
            nameStart: UInt32(start),
            valueStart: UInt32(start + 8),
            valueCount: UInt32(valueCount),
            nameCount: 6,
            id: .cookie,
            isVerbatim: true
        )
    }

    private mutating func appendCrumb(_ value: ByteRange, isFirst: Bool) {
        if value.isEmpty { return }
        if !isFirst { append(ByteView("; ")) }
        let count = Int(value.count)
        reserve(count)
        // Sound: the source lies in the text, the target behind it, and there is room.
        unsafe (base + textCount).update(from: base + open.textStart + Int(value.start), count: count)
        textCount += count
    }

    // MARK: Memory

    private mutating func append(_ view: ByteView) {
        guard let source = unsafe view.start, !view.isEmpty else { return }
        reserve(view.count)
        // Sound: there is room, and the view is not one of this text.
        unsafe (base + textCount).update(from: source, count: view.count)
        textCount += view.count
    }

    @inline(__always)
    private mutating func append(_ entry: FieldEntry) {
        if entryCount == entryCapacity { growEntries() }
        // Sound: there is room for one more.
        unsafe (entries + entryCount).initialize(to: entry)
        entryCount &+= 1
    }

    private mutating func reserve(_ count: Int) {
        if capacity - textCount < count + Self.slack { grow(by: count) }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        let grown = max(capacity * 2, textCount + count + Self.slack)
        let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        // Sound: the old memory holds `textCount` bytes, and the fresh one more.
        unsafe fresh.update(from: base, count: textCount)
        unsafe base.deallocate()
        unsafe base = unsafe fresh
        capacity = grown
    }

    @inline(never)
    private mutating func growEntries() {
        let grown = entryCapacity * 2
        let fresh = UnsafeMutablePointer<FieldEntry>.allocate(capacity: grown)
        // Sound: the old table holds `entryCount` entries, and the fresh one more. They are trivial values.
        unsafe fresh.update(from: entries, count: entryCount)
        unsafe entries.deallocate()
        unsafe entries = unsafe fresh
        entryCapacity = grown
    }

    @inline(never)
    private mutating func shrink() {
        unsafe base.deallocate()
        capacity = Self.firstCapacity
        unsafe base = .allocate(capacity: capacity)
        unsafe entries.deallocate()
        entryCapacity = Self.firstEntryCapacity
        unsafe entries = .allocate(capacity: entryCapacity)
    }
}
