// Where do bytes stand while a worker handles them?

import Bytes
import COpenSSL

/// The windows of one worker, lent to one conduit at a time: ciphertext in and out, plaintext in, and one record's
/// worth of plaintext out. About 340 KiB for a worker, and none for a connection.
///
/// A conduit leaves the ciphertext windows empty when it returns. The plaintext of a read stays until the next read.
@safe
public struct IOScratch: ~Copyable {
    /// The most that one recv takes.
    static let receiveBytes = 64 * 1024
    /// Room for the plaintext of one recv and of a record that began before it (RFC 8446, 5.2: 2^14 + 256 bytes).
    static let plainBytes = receiveBytes + 18 * 1024
    /// Room for the records of a full read and a head before it, so that they leave in one send.
    static let sendBytes = 96 * 1024
    /// The most plaintext of one record (RFC 8446, 5.1).
    static let recordBytes = 16 * 1024
    /// Free room in the out window before a record is encrypted: the record, also when the peer asked for fragments of
    /// 512 bytes (RFC 6066, 4), and a message that libssl adds by itself.
    static let recordRoom = 20 * 1024

    let windows: UnsafeMutablePointer<COpenSSL_Windows>
    /// One BIO for all sessions of the worker.
    let bio: OpaquePointer
    private(set) var plain: UnsafeMutableRawPointer
    /// Plaintext that is still looked at while other conduits are read: see `keepPlain`.
    private var spare: UnsafeMutableRawPointer
    private let staging: UnsafeMutableRawPointer
    private var staged = 0

    public init() {
        unsafe windows = .allocate(capacity: 1)
        unsafe windows.initialize(to: COpenSSL_Windows())
        unsafe windows.pointee.input = .allocate(capacity: Self.receiveBytes)
        unsafe windows.pointee.inputCapacity = Self.receiveBytes
        unsafe windows.pointee.output = .allocate(capacity: Self.sendBytes)
        unsafe windows.pointee.outputCapacity = Self.sendBytes
        guard let bio = unsafe COpenSSL_windows_bio_new(windows) else { fatalError("OpenSSL has no memory for a BIO.") }
        unsafe self.bio = bio
        unsafe plain = .allocate(byteCount: Self.plainBytes, alignment: 64)
        unsafe spare = .allocate(byteCount: Self.plainBytes, alignment: 64)
        unsafe staging = .allocate(byteCount: Self.recordBytes, alignment: 64)
    }

    deinit {
        // Sessions that outlive the worker still hold the BIO; they find no windows behind it.
        unsafe COpenSSL_windows_bio_detach(bio)
        unsafe windows.pointee.input.deallocate()
        unsafe windows.pointee.output.deallocate()
        unsafe windows.deinitialize(count: 1)
        unsafe windows.deallocate()
        unsafe plain.deallocate()
        unsafe spare.deallocate()
        unsafe staging.deallocate()
    }

    // MARK: ciphertext in

    var inputIsEmpty: Bool { unsafe windows.pointee.inputStart == windows.pointee.inputEnd }

    /// Receives into the empty in window; the number of bytes, 0 at the end, or a negated errno.
    mutating func receiveInput(_ fd: Int32) -> Int {
        assert(inputIsEmpty, "The last conduit left ciphertext behind.")
        // Sound: the window has `receiveBytes`.
        let count = unsafe Syscall.receive(fd, into: windows.pointee.input, count: Self.receiveBytes)
        unsafe windows.pointee.inputStart = 0
        unsafe windows.pointee.inputEnd = max(0, count)
        return count
    }

    /// Puts back ciphertext that was saved from the in window before.
    mutating func restoreInput(_ saved: ByteView) {
        precondition(saved.count <= Self.receiveBytes, "More ciphertext was saved than a window holds.")
        // Sound: the window has room for all of it, as just checked.
        unsafe saved.withUnsafeBytes { bytes in
            unsafe windows.pointee.input.update(
                from: bytes.baseAddress!.assumingMemoryBound(to: UInt8.self),
                count: bytes.count
            )
        }
        unsafe windows.pointee.inputStart = 0
        unsafe windows.pointee.inputEnd = saved.count
    }

    /// What libssl has not taken from the in window.
    var input: ByteView {
        let start = unsafe windows.pointee.inputStart
        // Sound: start...inputEnd lies in the window.
        return unsafe ByteView(base: windows.pointee.input + start, count: windows.pointee.inputEnd - start)
    }

    mutating func clearInput() {
        unsafe windows.pointee.inputStart = 0
        unsafe windows.pointee.inputEnd = 0
    }

    // MARK: ciphertext out

    /// What libssl has put into the out window.
    var output: ByteView { unsafe ByteView(base: windows.pointee.output, count: windows.pointee.outputEnd) }

    var hasOutput: Bool { unsafe windows.pointee.outputEnd > 0 }
    var hasRoomForRecord: Bool { unsafe Self.sendBytes - windows.pointee.outputEnd >= Self.recordRoom }
    mutating func clearOutput() { unsafe windows.pointee.outputEnd = 0 }

    // MARK: plaintext

    /// Lets what was read last stay as it is, while others are read, until the next call of this kind.
    public mutating func keepPlain() { unsafe swap(&plain, &spare) }

    /// Receives straight into the plaintext window; the number of bytes, 0 at the end, or a negated errno.
    mutating func receivePlain(_ fd: Int32) -> Int {
        // Sound: the window is larger than one recv.
        unsafe Syscall.receive(fd, into: plain, count: Self.receiveBytes)
    }

    /// Receives exactly so many bytes as have been peeked at before into the plaintext window.
    mutating func takePlain(_ fd: Int32, count: Int) -> Int {
        precondition(count <= Self.receiveBytes, "More is taken than one recv brings.")
        // Sound: as checked.
        return unsafe Syscall.receive(fd, into: plain, count: count)
    }

    /// Looks at up to `count` bytes that stay in the socket; the number, 0 at the end, or a negated errno.
    mutating func peekPlain(_ fd: Int32, count: Int) -> Int {
        precondition(count <= Self.receiveBytes, "More is peeked at than one recv brings.")
        // Sound: as checked.
        return unsafe Syscall.peek(fd, into: plain, count: count)
    }

    /// The first `count` bytes of the plaintext window.
    func plain(_ count: Int) -> ByteView {
        precondition(count >= 0 && count <= Self.plainBytes, "The plaintext window is smaller.")
        // Sound: as checked.
        return unsafe ByteView(borrowing: UnsafeRawBufferPointer(start: plain, count: count))
    }

    /// Copies as much of `view` as fits beside what is staged; the number of bytes taken.
    mutating func stage(_ view: ByteView) -> Int {
        let count = min(view.count, Self.recordBytes - staged)
        if count == 0 { return 0 }
        // Sound: staged + count lies in the staging window.
        unsafe view.withUnsafeBytes { bytes in
            unsafe (staging + staged).copyMemory(from: bytes.baseAddress!, byteCount: count)
        }
        staged += count
        return count
    }

    var isStaged: Bool { staged > 0 }
    var stagingIsFull: Bool { staged == Self.recordBytes }

    /// The staged bytes, which count as taken from now on.
    mutating func takeStaged() -> ByteView {
        defer { staged = 0 }
        // Sound: staged bytes lie in the staging window.
        return unsafe ByteView(borrowing: UnsafeRawBufferPointer(start: staging, count: staged))
    }
}
