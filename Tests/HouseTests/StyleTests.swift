// Does the code keep the habits of the house?

import Foundation
import Testing

@Suite struct StyleTests {
    private static let hot = [
        "Bytes", "Time", "HTTP", "Wire", "Connection", "Routing", "Telemetry", "Upstream", "Proxy",
    ]
    private static let pure = ["Bytes", "Time", "HTTP", "Routing", "Telemetry"]

    @Test func `every source file begins with a sentence that says what question it answers`() throws {
        for file in try Project.files(under: "Sources", ending: ".swift") {
            let comment = file.lines.prefix { $0.hasPrefix("//") }.joined(separator: " ")
            #expect(
                comment.count > 12 && comment.contains(/[.?]( |$)/),
                "\(file.path) begins with: \(file.lines.first ?? "")"
            )
        }
    }

    @Test func `a file declares one type of its own name, or a topic of it`() throws {
        // Types that only this file sees, and extensions, are free.
        let declaration =
            /^(?:@\w+(?:\([^)]*\))? +)*(?:public +|final +|indirect +|unsafe +)*(?:struct|class|enum|actor|protocol) +(\w+)/
        for file in try Project.files(under: "Sources", ending: ".swift") {
            let types = file.lines.compactMap { $0.prefixMatch(of: declaration).map { String($0.1) } }
            #expect(types.count <= 1, "\(file.path) declares \(types.joined(separator: ", "))")
            if let type = types.first {
                let stem = file.name.dropLast(".swift".count).prefix { $0 != "+" }
                #expect(stem == type, "\(file.path) declares \(type)")
            }
        }
    }

    @Test func `houses talk through public, and say why where they open their bodies`() throws {
        let package = /^\s*package (?:final |static )*(?:struct|class|enum|actor|func|var|let|init)/
        for file in try Project.files(under: "Sources", ending: ".swift") {
            let code = file.lines.filter { !$0.isComment }
            #expect(!code.contains { $0.firstMatch(of: package) != nil }, "\(file.path)")
            // Cross-module optimisation inlines small methods by itself; only generics gain, and must tell what.
            guard code.contains(where: { $0.contains("@inlinable") }) else { continue }
            let reasons = file.lines.filter { $0.isComment && $0.lowercased().contains("inlin") }
            #expect(!reasons.isEmpty, "\(file.path) is inlinable without a reason")
        }
    }

    @Test func `no file is named after a drawer`() throws {
        let drawers = ["Utils", "Utilities", "Helper", "Common", "Manager", "Misc", "Placeholder"]
        for file in try Project.files(under: "Sources") {
            #expect(!drawers.contains { file.name.contains($0) }, "\(file.path)")
        }
    }

    @Test func `types use the words of the glossary`() throws {
        // Each of these has a word of ours: listener, worker, exchange, drain, plan.
        let taken = ["Frontend", "Reactor", "Transaction", "Quiesce"]
        let declaration = /(?:struct|class|enum|actor|protocol) +(\w+)/
        for file in try Project.files(under: "Sources", ending: ".swift") {
            for line in file.lines where !line.isComment {
                for match in line.matches(of: declaration) {
                    #expect(!taken.contains { match.1.contains($0) }, "\(file.path): \(match.1)")
                }
            }
        }
    }

    @Test func `pure houses read no clock and toss no coin`() throws {
        let impure = [
            "clock_gettime", "ContinuousClock", "SuspendingClock", "Date()", "SystemRandomNumberGenerator", "getrandom",
        ]
        for house in Self.pure {
            for file in try Project.files(under: "Sources/\(house)", ending: ".swift") {
                for (number, line) in file.lines.enumerated() where !line.isComment {
                    #expect(!impure.contains { line.contains($0) }, "\(file.path):\(number + 1): \(line)")
                }
            }
        }
    }

    @Test func `threads are started in one place`() throws {
        let starters = ["pthread_create", "Thread(", "detachNewThread", "CLinux_thread_start"]
        for file in try Project.files(under: "Sources", ending: ".swift")
        where !file.path.hasSuffix("Loop/LoopThread.swift") {
            for (number, line) in file.lines.enumerated() where !line.isComment {
                #expect(
                    !starters.contains { line.contains($0) && !line.contains("Loop" + $0) },
                    "\(file.path):\(number + 1): \(line)"
                )
            }
        }
    }

    @Test func `the hot side knows no existential and no task`() throws {
        for house in ["Bytes", "Time", "HTTP", "Connection", "Routing", "Telemetry", "Proxy"] {
            for file in try Project.files(under: "Sources/\(house)", ending: ".swift")
            where !file.path.contains("Connection/Local/") {
                for (number, line) in file.lines.enumerated() where !line.isComment {
                    #expect(
                        line.firstMatch(of: /\bawait\b|\bTask\s*\{|\bTask\.detached/) == nil,
                        "\(file.path):\(number + 1): \(line)"
                    )
                }
            }
        }
    }

    @Test func `no test lets time pass`() throws {
        for file in try Project.files(under: "Tests", ending: ".swift") where !file.path.contains("HouseTests/") {
            for (number, line) in file.lines.enumerated() where !line.isComment {
                // `eventually` looks at a condition again and again; it is the one place that pauses.
                guard !file.path.hasSuffix("Support/Patience.swift") else { continue }
                #expect(
                    line.firstMatch(of: /Task\.sleep|\busleep\(|\bnanosleep\(|\bThread\.sleep|[^.\w]sleep\(/) == nil,
                    "\(file.path):\(number + 1): \(line)"
                )
            }
        }
    }

    @Test func `nothing names the machine that it was written on`() throws {
        let places = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/", "/mini" + "/"]
        for file in try Project.handwritten() {
            for place in places {
                #expect(!file.text.contains(place), "\(file.path) names \(place)")
            }
        }
    }
}

extension Substring {
    fileprivate var isComment: Bool {
        drop { $0 == " " }.hasPrefix("//")
    }
}
