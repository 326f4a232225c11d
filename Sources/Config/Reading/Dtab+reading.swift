// What do the `dtab` blocks say?

import Routing

extension DtabReading {
    /// Reads every `dtab` block of the file, in order; faults are placed in the file.
    init(_ file: ConfigBlock, _ sink: DiagnosticSink) {
        for directive in file.directives.filter({ $0.name == "dtab" }) + file.strays("dtab") {
            if let extra = directive.values.first {
                sink.error(.extraValue, at: extra, "a dtab block has no name", hint: "It is written: dtab { … }")
            }
            guard let raw = directive.block?.raw else { continue }
            read(raw, sink)
        }
    }

    private mutating func read(_ raw: ConfigBlock.RawText, _ sink: DiagnosticSink) {
        let bytes = Array(raw.text.utf8)
        let block = DtabParser.block(in: bytes, from: 0)
        let finder = PlaceFinder(raw)
        var errors = block.errors[...]
        var known: Int?
        for placed in block.entries {
            while let error = errors.first, error.offset < placed.offset {
                addStandIns(error, behind: &known, bytes, finder)
                errors.removeFirst()
            }
            let place = finder.place(at: placed.offset)
            lines.append(Line(entry: placed.entry, place: place))
            reportNamers(placed.entry, at: place, sink)
            known = placed.offset
        }
        for error in errors { addStandIns(error, behind: &known, bytes, finder) }
        for error in block.errors { DtabReading.report(error, in: finder, sink) }
    }

    private mutating func addStandIns(
        _ error: DtabError,
        behind known: inout Int?,
        _ bytes: [UInt8],
        _ finder: PlaceFinder
    ) {
        let gap = DtabGap(bytes, from: known ?? 0, fault: error.offset, isInside: known != nil)
        lines += gap.prefixes.map {
            Line(
                entry: Dtab.Entry(prefix: $0, destination: .fail),
                place: finder.place(at: error.offset),
                isStandIn: true
            )
        }
        known = error.offset
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
