// Do the numbers add up, whoever asks and whenever?

import Archive
import Synchronization
import Telemetry
import Time

/// All books of the collector behind one lock, so that a reader sees them between two steps and never inside of one.
///
/// The collector's loop writes; the admin's loop reads. The lock is taken once for each batch and each drain, not for
/// each span.
final class Ledger: Sendable {
    private struct Books: Sendable {
        var exports: ExportBooks
        var archive: ArchiveBooks?
    }

    private let rings: [SpanRing]
    private let books: Mutex<Books>

    init(rings: [SpanRing], destinations: [DeliveryLimits], hasArchive: Bool) {
        self.rings = rings
        books = Mutex(
            Books(exports: ExportBooks(destinations: destinations), archive: hasArchive ? ArchiveBooks() : nil)
        )
    }

    func exports<Value: Sendable>(_ body: (inout ExportBooks) -> Value) -> Value {
        books.withLock { body(&$0.exports) }
    }

    func archive(_ body: (inout ArchiveBooks) -> Void) {
        books.withLock { books in
            if var archive = books.archive {
                body(&archive)
                books.archive = archive
            }
        }
    }

    /// The figures of every destination and of the archive, all of one moment.
    func figures() -> (destinations: [DeliveryFigures], archive: ArchiveFigures?) {
        books.withLock { books in
            // Read under the lock: everything that was taken had been counted before.
            let totals = totals()
            let destinations = books.exports.deliveries.indices.map { books.exports.figures($0, rings: totals) }
            return (destinations, books.archive?.figures(rings: totals))
        }
    }

    private func totals() -> RingTotals {
        rings.reduce(into: RingTotals()) { totals, ring in
            totals.lost += ring.lostSpans
            totals.recorded += ring.recordedSpans
        }
    }
}
