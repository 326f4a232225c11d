// How does the reference page of the language read?

/// Writes docs/CONFIGURATION.md from the catalogue.
public struct ConfigurationReference {
    public static func markdown() -> String {
        var text = introduction
        for scope in DirectiveScope.allCases {
            let entries = DirectiveCatalogue.entries(in: scope)
            guard !entries.isEmpty else { continue }
            text += section(scope, entries)
        }
        return text
    }

    private static let introduction = """
        # The words of gateway.conf

        This page is generated from the catalogue in `Sources/Config/Catalogue`.

        A file is a list of directives, one a line: a word, its values, perhaps a block in braces. `#` begins a comment
        where a word could begin. Values with spaces stand in double quotes. `${NAME}` and `${NAME:default}` are
        replaced from the environment. Relative paths begin at the file that names them.

        | kind | written | examples |
        |---|---|---|
        | rate | a percentage, a fraction of one, or 0 | `1%` `0.01%` `1/1000` `0` `100%` |
        | duration | a number with ms, s, m or h | `250ms` `10s` `1.5m` `1h` |
        | size | a number with B, KiB, MiB or GiB | `512B` `32KiB` `1GiB` |
        | address | host and port, or a socket | `127.0.0.1:8080` `[::1]:8080` `:443` `unix:/run/x.sock` |
        | destination | an address, with a scheme if need be | `127.0.0.1:8081` `https://app:443` `h2c://app:50051` |
        | cidr | a network or an address | `10.0.0.0/8` `fd00::/8` `192.0.2.1` |

        `sample`, `timeout`, `retries`, `websocket`, `return-trace-id` and `limits` flow inwards, from the file and its
        `trace` block through `listen` and `host` to `route`; the innermost one wins. On a `route` line, settings may
        stand behind the path or in the block.

        """

    private static func section(_ scope: DirectiveScope, _ entries: [DirectiveEntry]) -> String {
        var text = "\n## In \(scope.title)\n\n| directive | default | what it is for | example |\n|---|---|---|---|\n"
        for entry in entries where entry.status == .now {
            let standard = entry.standard.map { "`\(cell($0))`" } ?? "–"
            text += "| `\(cell(entry.usage))` | \(standard) | \(cell(entry.summary)) | `\(cell(entry.example))` |\n"
        }
        let later = entries.filter { $0.status == .later }.map { "`\($0.word)`" }
        if !later.isEmpty {
            text += "\nKept for later releases, and refused until then: \(later.joined(separator: ", ")).\n"
        }
        return text
    }

    /// A pipe would end the cell.
    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
