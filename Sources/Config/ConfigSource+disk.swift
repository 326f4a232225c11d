// How is the disk read?

import FoundationEssentials
import Glibc

extension ConfigSource {
    /// The disk of this machine.
    public static var disk: ConfigSource {
        ConfigSource(
            readFile: { path in
                // Devices never end, and pipes wait for somebody to write.
                if let reason = unfitness(path) { return .failure(ReadFailure(reason)) }
                do {
                    return .success(Array(try Data(contentsOf: URL(filePath: path))))
                } catch {
                    return .failure(ReadFailure(reason(path)))
                }
            },
            listDirectory: { try? FileManager.default.contentsOfDirectory(atPath: $0) }
        )
    }

    /// A world without files.
    public static var nothing: ConfigSource {
        ConfigSource(
            readFile: { _ in .failure(ReadFailure("there is no such file")) },
            listDirectory: { _ in nil }
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
            }
        )
    }

    private static func isDirectory(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeDirectory
    }

    /// Why something that is there is not to be read; nil when it is a file, or not there.
    private static func unfitness(_ path: String) -> String? {
        var status = stat()
        // Sound: the kernel fills the structure, which lives through the call.
        guard unsafe stat(path, &status) == 0 else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return "it is a directory"
        default: return "it is not a regular file"
        }
        let most = IncludeExpander.mostBytes
        return status.st_size > most ? "it is larger than \(SizeText.text(most))" : nil
    }

    /// Why a file could not be read, in words.
    private static func reason(_ path: String) -> String {
        if !FileManager.default.fileExists(atPath: path) { return "there is no such file" }
        return isDirectory(path) ? "it is a directory" : "permission denied"
    }
}
