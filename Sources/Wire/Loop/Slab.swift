// Where does a thing with identity live, so that an index finds it and a stale index does not?

/// Stable storage for values that are addressed by index and generation.
///
/// Elements lie in chunks that never move, so one may be changed in place while others are added. A freed place is
/// used again, last freed first, under the next generation: an event that carries the old one is told from a live one
/// by `isLive`. Insertion allocates only when all places are taken.
///
/// The accessors are inlinable because a generic of another module is not specialised otherwise: that was 3,300
/// instructions of a request's 23,000.
@safe
public struct Slab<Element: ~Copyable>: ~Copyable {
    /// Elements of a chunk, and its logarithm.
    @inlinable static var chunkCount: Int { 1 << chunkShift }
    @inlinable static var chunkShift: UInt32 { 7 }
    /// Generations are odd while the place is taken, even while it is free, and wrap at the 24 bits of a `Token`.
    @inlinable static var generationMask: UInt32 { 0xFF_FFFF }
    @inlinable static var noPlace: UInt32 { .max }

    @usableFromInline var chunks: UnsafeMutablePointer<UnsafeMutablePointer<Element>>
    @usableFromInline var generations: UnsafeMutablePointer<UInt32>
    /// The free place after each free place.
    @usableFromInline var nextFree: UnsafeMutablePointer<UInt32>
    @usableFromInline var firstFree: UInt32
    /// How many places there are, a multiple of the chunk.
    @usableFromInline var capacity: UInt32

    /// How many elements there are.
    @usableFromInline var elements: Int
    @inlinable
    public var count: Int { elements }

    /// A slab without memory.
    public init() {
        unsafe chunks = .allocate(capacity: 1)
        unsafe generations = .allocate(capacity: 1)
        unsafe nextFree = .allocate(capacity: 1)
        firstFree = Self.noPlace
        capacity = 0
        elements = 0
    }

    deinit {
        for index in 0..<capacity where unsafe generations[Int(index)] & 1 == 1 {
            // Sound: an odd generation marks an initialised place.
            unsafe slot(index).deinitialize(count: 1)
        }
        for chunk in 0..<Int(capacity >> Self.chunkShift) { unsafe chunks[chunk].deallocate() }
        unsafe chunks.deallocate()
        unsafe generations.deallocate()
        unsafe nextFree.deallocate()
    }

    /// Takes the element in and answers its place.
    @inlinable
    public mutating func insert(_ element: consuming Element) -> UInt32 {
        if firstFree == Self.noPlace { grow() }
        let index = firstFree
        // Sound: a free place is uninitialised, and its entry in the list of free places is valid.
        unsafe firstFree = nextFree[Int(index)]
        unsafe generations[Int(index)] = (generations[Int(index)] + 1) & Self.generationMask
        unsafe slot(index).initialize(to: element)
        elements += 1
        return index
    }

    /// Gives the element back and frees its place; every token of it is stale from now on.
    @inlinable
    public mutating func remove(_ index: UInt32) -> Element {
        // Sound: `taken` checks that the place is initialised; it counts as free right after.
        let element = unsafe taken(index).move()
        unsafe generations[Int(index)] = (generations[Int(index)] + 1) & Self.generationMask
        unsafe nextFree[Int(index)] = firstFree
        firstFree = index
        elements -= 1
        return element
    }

    /// Ends the element where it lies and frees its place, as `remove` does; nothing is moved.
    @inlinable
    public mutating func discard(_ index: UInt32) {
        // Sound: `taken` checks that the place is initialised; it counts as free right after.
        unsafe taken(index).deinitialize(count: 1)
        unsafe generations[Int(index)] = (generations[Int(index)] + 1) & Self.generationMask
        unsafe nextFree[Int(index)] = firstFree
        firstFree = index
        elements -= 1
    }

    /// The element at a taken place, in place: neither copied nor moved.
    @inlinable @inline(__always)
    public subscript(index: UInt32) -> Element {
        unsafeAddress { unsafe UnsafePointer(taken(index)) }
        unsafeMutableAddress { unsafe taken(index) }
    }

    /// The generation of a place, at most 24 bits. It changes when the place is taken and when it is freed.
    @inlinable
    public func generation(of index: UInt32) -> UInt32 {
        precondition(index < capacity, "A place lies outside of its slab.")
        return unsafe generations[Int(index)]
    }

    /// Whether the element that was given this generation is still there. False for any index out of range.
    @inlinable
    public func isLive(_ index: UInt32, generation: UInt32) -> Bool {
        // Sound: the index is compared first.
        unsafe index < capacity && generation & 1 == 1 && generations[Int(index)] == generation
    }

    /// Whether any element is at this place.
    @inlinable
    public func isTaken(_ index: UInt32) -> Bool { unsafe index < capacity && generations[Int(index)] & 1 == 1 }

    /// Places ever made; `0..<highWater` together with `isTaken` walks over all elements.
    @inlinable
    public var highWater: UInt32 { capacity }

    @inlinable @inline(__always)
    func taken(_ index: UInt32) -> UnsafeMutablePointer<Element> {
        precondition(isTaken(index), "A slab was asked for an element that is not there.")
        return unsafe slot(index)
    }

    @inlinable @inline(__always)
    func slot(_ index: UInt32) -> UnsafeMutablePointer<Element> {
        // Sound: callers have checked that index < capacity, so the chunk exists.
        unsafe chunks[Int(index >> Self.chunkShift)] + (Int(index) & (Self.chunkCount - 1))
    }

    /// Adds a chunk of free places. The tables beside the chunks may move; the elements never do.
    @inline(never)
    @usableFromInline mutating func grow() {
        let old = Int(capacity)
        precondition(old < Int(Self.noPlace) - Self.chunkCount, "A slab is full.")
        let new = old + Self.chunkCount
        let oldChunks = old >> Int(Self.chunkShift)
        unsafe chunks = Self.moved(chunks, count: oldChunks, capacity: oldChunks + 1)
        unsafe generations = Self.moved(generations, count: old, capacity: new)
        unsafe nextFree = Self.moved(nextFree, count: old, capacity: new)
        unsafe chunks[oldChunks] = .allocate(capacity: Self.chunkCount)
        for index in old..<new {
            unsafe generations[index] = 0
            unsafe nextFree[index] = index + 1 == new ? Self.noPlace : UInt32(index + 1)
        }
        firstFree = UInt32(old)
        capacity = UInt32(new)
    }

    private static func moved<T>(_ old: UnsafeMutablePointer<T>, count: Int, capacity: Int) -> UnsafeMutablePointer<T> {
        let new = UnsafeMutablePointer<T>.allocate(capacity: capacity)
        unsafe new.moveInitialize(from: old, count: count)
        unsafe old.deallocate()
        return unsafe new
    }
}
