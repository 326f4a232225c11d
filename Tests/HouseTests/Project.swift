// Which files does the project have?

import Foundation

/// The working tree that these tests were compiled from.
enum Project {
    /// The folder that holds Package.swift.
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func text(of path: String) throws -> String {
        try String(contentsOfFile: root + "/" + path, encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root + "/" + path)
    }

    /// The names of the folders directly inside.
    static func folders(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root + "/" + path).filter { name in
            var isFolder: ObjCBool = false
            return unsafe FileManager.default.fileExists(atPath: "\(root)/\(path)/\(name)", isDirectory: &isFolder)
                && isFolder.boolValue
        }.sorted()
    }

    /// Every file below `path` whose name ends so, sorted by path; what builds leave behind is passed over.
    static func files(under path: String, ending: String = "") throws -> [ProjectFile] {
        let base = root + "/" + path
        guard let walk = FileManager.default.enumerator(atPath: base) else { return [] }
        return walk.compactMap { $0 as? String }
            .filter { $0.hasSuffix(ending) && !$0.split(separator: "/").contains { skipped.contains($0) } }
            .sorted()
            .compactMap { name in
                var isFolder: ObjCBool = false
                let exists = unsafe FileManager.default.fileExists(atPath: base + "/" + name, isDirectory: &isFolder)
                guard exists, !isFolder.boolValue else { return nil }
                guard let text = try? String(contentsOfFile: base + "/" + name, encoding: .utf8) else { return nil }
                return ProjectFile(path: path + "/" + name, text: text)
            }
    }

    /// Everything that is written by hand: sources, tests, documents, and the files at the top.
    static func handwritten() throws -> [ProjectFile] {
        let folders = ["Sources", "Tests", "Benchmarks", "Docker", "docs", ".ci"]
        let top = try FileManager.default.contentsOfDirectory(atPath: root).filter { name in
            ["Makefile", ".gitignore", ".swift-format"].contains(name)
                || [".md", ".conf", ".swift"].contains { name.hasSuffix($0) }
        }
        return try folders.flatMap { try files(under: $0) }
            + top.sorted().map { ProjectFile(path: $0, text: try text(of: $0)) }
    }

    private static let skipped: Set<Substring> = [".build", "build", "__pycache__", "dev"]
}
