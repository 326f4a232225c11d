// Does every house import only what its floor allows?

import Foundation
import Testing

/// Who may import whom. The order is that of the floors, from the ground up; a house may only name houses above it in
/// this list, so there can be no circle. Package.swift declares the same, but SwiftPM lets a target import whatever an
/// earlier target happened to build, which is why the import lines themselves are read.
private let floors: [(house: String, mayImport: Set<String>)] = [
    ("CBytes", []),
    ("CNghttp2", []),
    ("CLinux", []),
    ("COpenSSL", []),
    ("CZlib", []),
    ("Bytes", ["CBytes"]),
    ("Time", []),
    ("HTTP", ["Bytes", "CBytes", "CNghttp2"]),
    ("Wire", ["Bytes", "Time", "CLinux", "COpenSSL"]),
    ("Connection", ["HTTP", "Wire", "Bytes", "Time"]),
    ("Routing", ["HTTP", "Bytes"]),
    ("Telemetry", ["HTTP", "Bytes", "Time"]),
    ("Config", ["Routing", "Telemetry", "HTTP", "Bytes", "Time"]),
    ("Upstream", ["Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time"]),
    ("Archive", ["Telemetry", "Bytes", "Time"]),
    ("Proxy", ["Upstream", "Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time"]),
    (
        "Collector",
        ["Upstream", "Archive", "Telemetry", "Config", "Connection", "Wire", "HTTP", "Bytes", "Time", "CZlib"]
    ),
    (
        "Admin",
        [
            "Proxy", "Collector", "Archive", "Upstream", "Connection", "Config", "Routing", "Telemetry", "Wire",
            "HTTP", "Bytes", "Time",
        ]
    ),
    (
        "headgate",
        [
            "Admin", "Proxy", "Collector", "Archive", "Upstream", "Connection", "Config", "Routing", "Telemetry",
            "Wire", "HTTP", "Bytes", "Time",
        ]
    ),
]

/// What houses may import that is not ours. Foundation proper is in nobody's list: its essentials are enough where
/// anything of it is needed at all, and the hot side needs nothing.
private let outside: [(module: String, importers: Set<String>)] = [
    ("Synchronization", ["Wire", "Telemetry", "Proxy", "Upstream", "Archive", "Collector", "Admin", "headgate"]),
    ("Glibc", ["Wire", "Config", "Archive", "headgate"]),
    ("FoundationEssentials", ["Config", "Archive", "Collector", "Admin", "headgate"]),
    ("Logging", ["Collector", "Admin", "headgate"]),
    ("GRDB", ["Archive"]),
    ("ArgumentParser", ["headgate"]),
]

@Suite struct FloorsTests {
    @Test func `the table itself only points down`() {
        for (index, row) in floors.enumerated() {
            let below = Set(floors[..<index].map(\.house))
            #expect(row.mayImport.isSubset(of: below), "\(row.house) names a house of its own floor or above")
        }
    }

    @Test func `every house of the tree is in the table, and the other way round`() throws {
        #expect(try Set(Project.folders(in: "Sources")) == Set(floors.map(\.house)))
    }

    @Test(arguments: floors.map(\.house))
    func `a house imports only what the table allows`(house: String) throws {
        let allowed = floors.first { $0.house == house }!.mayImport
            .union(outside.filter { $0.importers.contains(house) }.map(\.module))
        for file in try Project.files(under: "Sources/\(house)", ending: ".swift") {
            for module in file.imports {
                #expect(allowed.contains(module), "\(file.path) imports \(module)")
            }
        }
    }

    @Test func `hot and cold meet nowhere but at the front door`() throws {
        for (house, neighbour) in [("Proxy", "Collector"), ("Proxy", "Archive"), ("Collector", "Proxy")] {
            for file in try Project.files(under: "Sources/\(house)", ending: ".swift") {
                #expect(!file.imports.contains(neighbour), "\(file.path)")
            }
        }
    }

    @Test(arguments: floors.map(\.house))
    func `the package declares the imports that the table allows`(house: String) throws {
        let text = try Project.text(of: "Package.swift")
        let declared = try #require(PackageText(text).dependencies(of: house), "no target \(house)")
        #expect(declared == floors.first { $0.house == house }!.mayImport)
    }
}
