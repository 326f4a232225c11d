// What does a trace look like in a terminal?

import Archive
import Telemetry

/// Draws one trace as a waterfall: a line for each span, its bar where it lies in the trace's time.
///
/// ```
/// 65b1f0aa9c1d2e3f463ac35c9f6413ad  2026-01-02 03:04:05.678 UTC  4 spans  12.3 ms
/// headgate  get /*       ████████████████████████████████  12.3 ms  200
/// headgate  └ get         ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒   11.9 ms
/// hello       └ get /     ██████████████████████████████   11.5 ms
/// ```
/// A full bar is work on this side, a shaded one a call that waits for the other. Spans without a duration get a mark
/// where they began. Texts come from strangers: what would move the cursor is made visible instead.
public struct TraceWaterfall: Sendable {
    /// How to draw.
    public struct Style: Hashable, Sendable {
        /// Columns of the terminal; at least 60 are used.
        public var width: Int
        /// Whether services and failures have colours (ANSI).
        public var isColoured: Bool
        /// Whether the moments of each span follow it.
        public var showsAnnotations: Bool

        public init(width: Int = 100, isColoured: Bool = false, showsAnnotations: Bool = false) {
            self.width = max(60, width)
            self.isColoured = isColoured
            self.showsAnnotations = showsAnnotations
        }
    }

    private static let widestService = 20
    private static let widestName = 36
    private static let narrowestBar = 12
    /// Nobody reads more; the rest is only counted.
    private static let mostLines = 200

    private let style: Style
    private let lines: [WaterfallLine]
    private let spanCount: Int
    private let traceID: TraceID
    private let start: Int64
    private let end: Int64

    /// `spans` are the raw spans of one trace, in any order; nil when there is none.
    public init?(_ spans: [ZipkinSpan], style: Style = Style()) {
        let merged = TraceMerge.merge(spans)
        guard let first = merged.first else { return nil }
        self.style = style
        traceID = first.traceID
        let all = WaterfallLine.lines(of: TraceTree(merged, areMerged: true))
        lines = Array(all.prefix(Self.mostLines))
        spanCount = all.count
        let timed = all.map(\.span).filter { $0.timestamp > 0 }
        start = timed.map(\.timestamp).min() ?? 0
        end = max(start, timed.map(\.end).max() ?? start)
    }

    /// The whole picture, ending with a line feed.
    public var text: String {
        let service = min(Self.widestService, lines.map(\.service.count).max() ?? 0)
        let name = min(Self.widestName, lines.map { $0.indent + $0.name.count }.max() ?? 0)
        let notes = lines.map(note)
        // Two spaces between columns; the longest duration has nine characters.
        let rest = service + name + 2 + 2 + 2 + 9 + 2 + (notes.map(\.count).max() ?? 0)
        let bar = max(Self.narrowestBar, style.width - rest)
        var text = head + "\n"
        for (line, note) in zip(lines, notes) {
            text += draw(line, note: note, service: service, name: name, bar: bar)
            if style.showsAnnotations { text += annotations(of: line, indent: service + 2 + line.indent) }
        }
        if spanCount > lines.count { text += "… and \(spanCount - lines.count) more\n" }
        return text
    }

    private var head: String {
        let count = spanCount == 1 ? "1 span" : "\(spanCount) spans"
        let date = start > 0 ? WaterfallText.date(unixMicroseconds: start) : "no time"
        return "\(paint(traceID.description, .bold))  \(date)  \(count)  \(WaterfallText.duration(end - start))"
    }

    private func draw(_ line: WaterfallLine, note: String, service: Int, name: Int, bar: Int) -> String {
        let branch = line.depth == 0 ? "" : String(repeating: " ", count: line.indent - 2) + "└ "
        let columns = [
            paint(WaterfallText.padded(line.service, to: service), .service(line.service)),
            WaterfallText.padded(branch + line.name, to: name),
            paint(barText(line.span, width: bar), line.span.isError ? .failure : .service(line.service)),
            WaterfallText.padded(duration(of: line.span), to: 9),
            line.span.isError ? paint(note, .failure) : note,
        ]
        var text = columns.joined(separator: "  ")
        while text.last == " " { text.removeLast() }
        return text + "\n"
    }

    private func duration(of span: ZipkinSpan) -> String {
        span.duration > 0 ? WaterfallText.duration(span.duration) : "?"
    }

    /// Where the span lies among `width` columns; whoever lasted at all has one.
    private func barText(_ span: ZipkinSpan, width: Int) -> String {
        guard span.timestamp > 0, end > start else { return String(repeating: " ", count: width) }
        let scale = Double(width) / Double(end - start)
        let from = min(width - 1, max(0, Int(Double(span.timestamp - start) * scale)))
        // A span that lies inside of the trace is no longer than it, but for times that no calendar has.
        let length = min(Double(width), max(1, (Double(span.duration) * scale).rounded(.up)))
        let shown = min(width - from, Int(length))
        let isCall = span.kind == .client || span.kind == .producer
        let block = span.duration == 0 ? "╎" : isCall ? "▒" : "█"
        return String(repeating: " ", count: from) + String(repeating: block, count: shown)
            + String(repeating: " ", count: width - from - shown)
    }

    /// Status and failure, as far as the span says them.
    private func note(_ line: WaterfallLine) -> String {
        var words: [String] = []
        if let status = line.span.tag("http.status_code") { words.append(status) }
        if let error = line.span.tag("error"), error != line.span.tag("http.status_code") {
            words.append(error.isEmpty ? "error" : "error: " + error)
        }
        return WaterfallText.cut(WaterfallText.visible(words.joined(separator: " ")), to: 40)
    }

    private func annotations(of line: WaterfallLine, indent: Int) -> String {
        line.span.annotations.reduce(into: "") { text, annotation in
            let origin = line.span.timestamp > 0 ? line.span.timestamp : start
            let when =
                annotation.timestamp < origin
                ? "-" + WaterfallText.duration(origin &- annotation.timestamp)
                : "+" + WaterfallText.duration(annotation.timestamp &- origin)
            let line = String(repeating: " ", count: indent) + "  " + WaterfallText.padded(when, to: 10) + " "
            text += paint(line + WaterfallText.visible(annotation.value), .faint) + "\n"
        }
    }

    // MARK: Colour

    private enum Paint {
        case bold, faint, failure
        case service(String)
    }

    private func paint(_ text: String, _ paint: Paint) -> String {
        guard style.isColoured, !text.isEmpty else { return text }
        let code =
            switch paint {
            case .bold: "1"
            case .faint: "2"
            case .failure: "31"
            case .service(let name): WaterfallText.colour(of: name)
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
