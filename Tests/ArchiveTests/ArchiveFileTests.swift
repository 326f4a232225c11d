// An archive in a file.

import Archive
import FoundationEssentials
import Telemetry
import Testing

@Suite struct ArchiveFileTests {
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("headgate-archive-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    @Test func `traces outlive the archive that kept them`() throws {
        try withDirectory { directory in
            let path = directory + "/traces.sqlite"
            let span = makeSpan(1, 1, name: "get", at: 1, local: "web")
            let first = try Archive(path: path)
            try TraceStore(first).keep([span], unixMicroseconds: 0)
            first.close()
            #expect(try TraceStore(Archive(path: path)).trace(TraceID(high: 0, low: 1)) == [span])
        }
    }

    @Test func `a closed archive is one file`() throws {
        try withDirectory { directory in
            let path = directory + "/traces.sqlite"
            let archive = try Archive(path: path)
            let store = TraceStore(archive)
            for i in 1...50 { try store.keep([makeSpan(UInt64(i), 1, name: "get", at: 1)], unixMicroseconds: 0) }
            // Readers have connections of their own, which must not keep the log alive.
            #expect(try store.trace(TraceID(high: 0, low: 50)).count == 1)
            archive.close()
            let log = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
            #expect((log ?? 0) == 0, "\(String(describing: log))")
        }
    }

    @Test func `space of evicted traces goes back to the disk`() throws {
        try withDirectory { directory in
            let path = directory + "/traces.sqlite"
            let archive = try Archive(path: path)
            let store = TraceStore(archive, limits: ArchiveLimits(age: .seconds(1)))
            let text = String(repeating: "x", count: 2000)
            try store.keep((1...1000).map { makeSpan(UInt64($0), 1, tags: ["t": text]) }, unixMicroseconds: 0)
            try store.evict(unixMicroseconds: 10_000_000)
            archive.close()
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            #expect(size.map { $0 < 200_000 } == true, "\(String(describing: size))")
        }
    }

    @Test func `a file that is no database is refused with advice`() throws {
        try withDirectory { directory in
            let path = directory + "/traces.sqlite"
            try Data(String(repeating: "no database ", count: 1000).utf8).write(to: URL(fileURLWithPath: path))
            let error = #expect(throws: ArchiveError.self) { try Archive(path: path) }
            #expect(error.map { "\($0)".contains(path) && "\($0)".contains("move it away") } == true)
        }
    }

    @Test func `a directory that is not there is named`() throws {
        let error = #expect(throws: ArchiveError.self) { try Archive(path: "/nonexistent/headgate/traces.sqlite") }
        #expect(error.map { "\($0)".contains("/nonexistent/headgate/traces.sqlite") } == true)
    }
}
