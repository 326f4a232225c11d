// swift-tools-version: 6.2
import PackageDescription

/// The rules of every house: Swift 6 language mode comes with the tools version; `unsafe` must be written out.
let house: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "headgate",
    products: [.executable(name: "headgate", targets: ["headgate"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Floor 0: C, header-thin.
        .target(name: "CBytes"),
        .target(name: "CLinux", cSettings: [.define("_GNU_SOURCE")]),
        .target(name: "COpenSSL", linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]),
        .systemLibrary(name: "CNghttp2", pkgConfig: "libnghttp2"),
        .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),

        // Floor 1: ground.
        .target(name: "Bytes", dependencies: ["CBytes"], swiftSettings: house),
        .target(name: "Time", swiftSettings: house),

        // Floor 2: how bytes arrive, what they say.
        .target(name: "HTTP", dependencies: ["Bytes", "CBytes", "CNghttp2"], swiftSettings: house),
        .target(name: "Wire", dependencies: ["Bytes", "Time", "CLinux", "COpenSSL"], swiftSettings: house),

        // Floor 3: HTTP over a conduit, where to, what happened.
        .target(name: "Connection", dependencies: ["HTTP", "Wire", "Bytes", "Time"], swiftSettings: house),
        .target(name: "Routing", dependencies: ["HTTP", "Bytes"], swiftSettings: house),
        .target(name: "Telemetry", dependencies: ["HTTP", "Bytes", "Time"], swiftSettings: house),

        // Floor 4: what the operator asked for.
        .target(name: "Config", dependencies: ["Routing", "Telemetry", "HTTP", "Bytes", "Time"], swiftSettings: house),

        // Floor 5: clusters and pools, the kept traces.
        .target(
            name: "Upstream",
            dependencies: ["Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time"],
            swiftSettings: house
        ),
        .target(
            name: "Archive",
            dependencies: ["Telemetry", "Bytes", "Time", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: house
        ),

        // Floor 6: hot and cold.
        .target(
            name: "Proxy",
            dependencies: [
                "Upstream", "Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time",
            ],
            swiftSettings: house
        ),
        .target(
            name: "Collector",
            dependencies: [
                "Upstream", "Archive", "Telemetry", "Config", "Connection", "Wire", "HTTP", "Bytes", "Time", "CZlib",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),

        // Floor 7: the window.
        .target(
            name: "Admin",
            dependencies: [
                "Proxy", "Collector", "Archive", "Upstream", "Connection", "Config", "Routing", "Telemetry", "Wire",
                "HTTP", "Bytes", "Time", .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),

        // Floor 8: the front door.
        .executableTarget(
            name: "headgate",
            dependencies: [
                "Admin", "Proxy", "Collector", "Archive", "Upstream", "Connection", "Config", "Routing", "Telemetry",
                "Wire", "HTTP", "Bytes", "Time",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: house
        ),

        // Tests mirror the houses file for file; Support is a plain target that they share.
        .target(
            name: "TestSupport",
            dependencies: ["Wire", "HTTP", "Bytes", "Time"],
            path: "Tests/Support",
            swiftSettings: house
        ),
        .testTarget(name: "BytesTests", dependencies: ["Bytes"], swiftSettings: house),
        .testTarget(name: "TimeTests", dependencies: ["Time"], swiftSettings: house),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP", "Bytes", "CNghttp2"], swiftSettings: house),
        .testTarget(
            name: "WireTests",
            dependencies: ["Wire", "Bytes", "Time", "CLinux", "COpenSSL"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ConnectionTests",
            dependencies: ["Connection", "HTTP", "Wire", "Bytes", "Time"],
            swiftSettings: house
        ),
        .testTarget(name: "RoutingTests", dependencies: ["Routing", "HTTP", "Bytes"], swiftSettings: house),
        .testTarget(
            name: "TelemetryTests",
            dependencies: ["Telemetry", "HTTP", "Bytes", "Time"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ConfigTests",
            dependencies: ["Config", "Routing", "Telemetry", "HTTP", "Bytes", "Time"],
            swiftSettings: house
        ),
        .testTarget(
            name: "UpstreamTests",
            dependencies: [
                "Upstream", "Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time",
                "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ArchiveTests",
            dependencies: ["Archive", "Telemetry", "Bytes", "Time"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ProxyTests",
            dependencies: [
                "Proxy", "Upstream", "Connection", "Wire", "Routing", "Telemetry", "Config", "HTTP", "Bytes", "Time",
                "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "CollectorTests",
            dependencies: [
                "Collector", "Archive", "Telemetry", "Config", "Upstream", "Connection", "Wire", "HTTP", "Bytes",
                "Time",
                "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "AdminTests",
            dependencies: [
                "Admin", "Proxy", "Collector", "Archive", "Telemetry", "Config", "Connection", "Wire", "HTTP", "Bytes",
                "Time", "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Collector", "Archive", "Telemetry", "Config", "Routing", "HTTP", "Bytes", "Time",
            ],
            resources: [.copy("Fixtures")],
            swiftSettings: house
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: ["headgate", "TestSupport", "Wire", "HTTP", "Bytes", "Time"],
            exclude: ["Peers"],
            swiftSettings: house
        ),
        .testTarget(name: "HouseTests", swiftSettings: house),
    ]
)
