// What do `include` lines bring in?

/// Reads the main file and everything that it includes, and puts the directives where the `include` stood.
struct IncludeExpander {
    /// More bytes than this are no configuration. Ten thousand routes take about one megabyte.
    static let mostBytes = 16 << 20
    /// A bound for includes that multiply each other.
    static let mostFiles = 1000

    private let source: ConfigSource
    private let environment: [String: String]
    private let sink: DiagnosticSink
    private(set) var files: [SourceFile] = []
    /// The files that are being read, each included by the one before it, by their normal paths.
    private var open: [String] = []
    /// The files of circles that have been reported.
    private var circular: Set<String> = []

    init(source: ConfigSource, environment: [String: String], sink: DiagnosticSink) {
        self.source = source
        self.environment = environment
        self.sink = sink
    }

    /// The tree of the main file; nil when it cannot be read.
    mutating func expand(main path: String) -> ConfigBlock? {
        switch source.readFile(path) {
        case .failure(let failure):
            refuse(.unreadableFile, path, "cannot be read: \(failure.reason)")
            return nil
        case .success(let bytes):
            return parse(bytes, path)
        }
    }

    /// nil when the bytes are not a text that can be read.
    private mutating func parse(_ bytes: [UInt8], _ path: String) -> ConfigBlock? {
        guard let text = text(of: bytes, path) else { return nil }
        let file = SourceFile(name: path, text: text)
        files.append(file)
        open.append(PathText.normal(path))
        defer { open.removeLast() }
        var parser = ConfigParser(file, environment: environment, sink: sink)
        return expand(parser.parse())
    }

    private func text(of bytes: [UInt8], _ path: String) -> String? {
        if bytes.count > IncludeExpander.mostBytes {
            refuse(.tooLarge, path, "is larger than \(SizeText.text(IncludeExpander.mostBytes))")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            if let line = IncludeExpander.lineOfOtherEncoding(bytes) {
                refuse(.notText, path, line: line, "is not UTF-8 text", hint: "Save it as UTF-8.")
            } else {
                sink.report(SourceFile.unfit(path, "it is not text"))
            }
            return nil
        }
        if let fault = SourceFile(name: path, text: text).unfitness {
            sink.report(fault)
            return nil
        }
        return text
    }

    /// Says that a file is not read at all. None of its lines is shown.
    private func refuse(_ code: DiagnosticCode, _ path: String, line: Int = 0, _ why: String, hint: String? = nil) {
        let place = line > 0 ? SourcePlace(file: path, line: line, column: 1) : SourcePlace(wholeFile: path)
        sink.report(Diagnostic(.error, code, at: place, "\(path) \(why)", hint: hint))
    }

    /// The first line that is not UTF-8, of a file that may well be a text in another encoding; nil when it is none.
    private static func lineOfOtherEncoding(_ bytes: [UInt8]) -> Int? {
        let isText = bytes.allSatisfy { $0 >= 0x20 || (0x09...0x0D).contains($0) }
        return isText ? 1 + bytes.prefix(textLength(bytes)).count { $0 == UInt8(ascii: "\n") } : nil
    }

    /// How many bytes from the beginning are whole lines of UTF-8.
    private static func textLength(_ bytes: [UInt8]) -> Int {
        var length = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            guard String(validating: line, as: UTF8.self) != nil else { break }
            length = min(bytes.count, line.endIndex + 1)
        }
        return length
    }

    // MARK: The tree

    private mutating func expand(_ block: ConfigBlock) -> ConfigBlock {
        var result = block
        result.directives = []
        for directive in block.directives {
            if directive.name == "include" {
                result.directives += included(by: directive)
            } else {
                var directive = directive
                directive.block = directive.block.map { expand($0) }
                result.directives.append(directive)
            }
        }
        return result
    }

    private mutating func included(by directive: ConfigDirective) -> [ConfigDirective] {
        guard directive.values.count == 1, directive.block == nil else {
            sink.error(
                .missingValue,
                at: directive.word,
                "\"include\" names one file",
                hint: "It is written: include routes/*.conf"
            )
            return []
        }
        let value = directive.values[0]
        let pattern = PathText.normal(PathText.resolve(value.text, beside: value.place.file))
        let paths = PathText.isGlob(pattern) ? self.paths(matching: pattern, value) : [pattern]
        return paths.flatMap { read($0, value) }
    }

    private func paths(matching pattern: String, _ value: ConfigValue) -> [String] {
        let directory = PathText.directory(of: pattern)
        guard !PathText.isGlob(directory) else {
            sink.error(
                .badPath,
                at: value,
                "wildcards stand in the file's name only",
                hint: "Include each directory by itself."
            )
            return []
        }
        let name = String(pattern.dropFirst(directory.count))
        let found = (source.listDirectory(directory.isEmpty ? "." : directory) ?? []).filter { candidate in
            // As in a shell, a leading dot has to be written.
            (!candidate.hasPrefix(".") || name.hasPrefix(".")) && PathText.matches(candidate, pattern: name)
        }
        if found.isEmpty { sink.warning(.includeMatchesNothing, at: value, "no file is named \(pattern)") }
        return found.sorted().map { directory + $0 }
    }

    private mutating func read(_ path: String, _ value: ConfigValue) -> [ConfigDirective] {
        if isCircular(path, value) { return [] }
        guard files.count < IncludeExpander.mostFiles else {
            sink.error(.tooLarge, at: value, "more than \(IncludeExpander.mostFiles) files are included")
            return []
        }
        switch source.readFile(path) {
        case .failure(let failure):
            sink.error(.unreadableFile, at: value, "\(path) cannot be read: \(failure.reason)")
            return []
        case .success(let bytes):
            return parse(bytes, path)?.directives ?? []
        }
    }

    /// Whether a file includes itself by way of others. Said once for each circle; later ways into it are passed over.
    private mutating func isCircular(_ path: String, _ value: ConfigValue) -> Bool {
        let isKnown = circular.contains(path)
        guard let first = open.firstIndex(of: path) else { return isKnown }
        if !isKnown {
            let chain = (open[first...] + [path]).joined(separator: " includes ")
            sink.error(.includeCycle, at: value, "this include goes in a circle", hint: chain + ".")
        }
        circular.formUnion(open[first...])
        return true
    }
}
