// Where the next byte of another class stands, for the parsers of this house.

import Bytes
import CBytes

/// The scans of `Bytes` once more, inlined here: the functions of another module that call C are not.
///
/// Measured on a head of 342 bytes and 8 fields, a call costs about 30 instructions beside the 20 of its scan.
extension ByteView {
    @inline(__always)
    func tokenScan(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "A scan begins outside of its view.")
        // Sound for these four: an empty view is not read, and the scan is told how many bytes there are.
        return unsafe isEmpty ? 0 : CBytes_token_end(self.start.unsafelyUnwrapped, count, start)
    }

    @inline(__always)
    func queryScan(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "A scan begins outside of its view.")
        return unsafe isEmpty ? 0 : CBytes_query_end(self.start.unsafelyUnwrapped, count, start)
    }

    @inline(__always)
    func plainPathScan(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "A scan begins outside of its view.")
        return unsafe isEmpty ? 0 : CBytes_plain_path_end(self.start.unsafelyUnwrapped, count, start)
    }

    @inline(__always)
    func hostScan(from start: Int) -> Int {
        precondition(start >= 0 && start <= count, "A scan begins outside of its view.")
        return unsafe isEmpty ? 0 : CBytes_host_end(self.start.unsafelyUnwrapped, count, start)
    }

    /// What a walk from line end to line end came upon.
    enum HeadLines { case goesOn, emptyLine, bareLineFeed }

    /// Walks on from `scanned`, in a line that begins at `line`, up to an empty line, a bare line feed, or the end.
    @inline(__always)
    func headLines(scanned: inout Int, line: inout Int) -> HeadLines {
        precondition(line >= 0 && line <= scanned && scanned <= count, "A head has shrunk between two looks at it.")
        if isEmpty { return .goesOn }
        // Sound: as above, and a line feed is looked at together with the byte before it only inside of its line.
        switch unsafe CBytes_head_lines(start.unsafelyUnwrapped, count, &scanned, &line) {
        case 0: return .goesOn
        case 1: return .emptyLine
        default: return .bareLineFeed
        }
    }

    /// `equalsFolded`, inlined: with the length known it is one or two comparisons.
    @inline(__always)
    func spells(_ literal: StaticString) -> Bool {
        // Sound: both runs have the literal's length.
        unsafe count == literal.utf8CodeUnitCount
            && CBytes_equal_folded(start.unsafelyUnwrapped, literal.utf8Start, literal.utf8CodeUnitCount) != 0
    }
}
