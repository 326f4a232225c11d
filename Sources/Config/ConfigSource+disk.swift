// How is the disk read?

import FoundationEssentials

extension ConfigSource {
    /// The disk of this machine.
    public static var disk: ConfigSource {
        ConfigSource(
            readFile: { path in
                do {
                    return .success(Array(try Data(contentsOf: URL(filePath: path))))
                } catch {
                    return .failure(ReadFailure(reason(path)))
                }
            },
            listDirectory: { try? FileManager.default.contentsOfDirectory(atPath: $0) },
            canRead: { FileManager.default.isReadableFile(atPath: $0) && !isDirectory($0) }
        )
    }

    /// A world without files.
    public static var nothing: ConfigSource {
        ConfigSource(
            readFile: { _ in .failure(ReadFailure("there is no such file")) },
            listDirectory: { _ in nil },
            canRead: { _ in false }
        )
    }

    /// These files and no others.
    public static func files(_ files: [String: String]) -> ConfigSource {
        ConfigSource(
            readFile: { path in
                files[path].map { .success(Array($0.utf8)) } ?? .failure(ReadFailure("there is no such file"))
            },
            listDirectory: { directory in
                let prefix = directory == "." ? "" : directory
                return files.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                    .filter { !$0.contains("/") }
            },
            canRead: { files[$0] != nil }
        )
    }

    private static func isDirectory(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeDirectory
    }

    /// Why a file could not be read, in words.
    private static func reason(_ path: String) -> String {
        if !FileManager.default.fileExists(atPath: path) { return "there is no such file" }
        return isDirectory(path) ? "it is a directory" : "permission denied"
    }
}
