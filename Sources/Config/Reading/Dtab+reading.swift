// What do the `dtab` blocks say?

import Routing

extension DtabReading {
    /// Reads every `dtab` block of the file, in order; faults are placed in the file.
    init(_ file: ConfigBlock, _ sink: DiagnosticSink) {
        for directive in file.directives where directive.name == "dtab" {
            if let extra = directive.values.first {
                sink.error(.extraValue, at: extra, "a dtab block has no name", hint: "It is written: dtab { … }")
            }
            guard let raw = directive.block?.raw else { continue }
            let block = DtabParser.block(in: Array(raw.text.utf8), from: 0)
            let finder = PlaceFinder(raw)
            for error in block.errors { DtabReading.report(error, in: finder, sink) }
            isBroken = isBroken || !block.errors.isEmpty
            for placed in block.entries {
                entries.append(placed.entry)
                places.append(finder.place(at: placed.offset))
                reportNamers(placed.entry, at: finder.place(at: placed.offset), sink)
            }
        }
    }

    private static func report(_ error: DtabError, in finder: PlaceFinder, _ sink: DiagnosticSink) {
        let message = "\(error.expected) expected but \(error.found) found in the dtab"
        let hint = "An entry is written: /svc/web => /$/inet/127.0.0.1/8081"
        sink.report(Diagnostic(.error, .badDtab, at: finder.place(at: error.offset), message, hint: hint))
    }

    /// Names below `/#` are found by namers.
    private mutating func reportNamers(_ entry: Dtab.Entry, at place: SourcePlace, _ sink: DiagnosticSink) {
        for leaf in entry.destination.allLeaves where leaf.labels.first == DtabLabel(bytes: [UInt8(ascii: "#")]) {
            usesNamers = true
            sink.report(
                Diagnostic(
                    .error,
                    .notYet,
                    at: place,
                    "\"\(leaf)\" is not supported yet",
                    hint: "A later release brings namers. Today names end at addresses: /$/inet/127.0.0.1/8081"
                )
            )
        }
    }
}

extension NameTree {
    /// Every leaf that stands in the tree, used or not.
    fileprivate var allLeaves: [Leaf] {
        switch self {
        case .leaf(let leaf): [leaf]
        case .alternatives(let trees): trees.flatMap(\.allLeaves)
        case .union(let members): members.flatMap(\.tree.allLeaves)
        case .negative, .fail, .empty: []
        }
    }
}
