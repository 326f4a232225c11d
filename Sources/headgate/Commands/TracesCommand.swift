// What does `headgate traces` do?

import Archive
import ArgumentParser
import Collector
import Glibc
import Telemetry
import Time
import Wire

/// Draws the latest traces of a running gateway, or one of them with its moments.
struct TracesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "traces",
        abstract: "Draw the latest traces of a running gateway as waterfalls, the newest last.",
        discussion: "With a trace id, that trace alone and with the moments inside of each span."
    )

    /// Beyond this, a bar says no more.
    private static let widest = 160

    /// For how long a trace may become whole, and how often it is looked at, in milliseconds.
    private static let patience = 1000
    private static let pause = 50

    @OptionGroup var gateway: AdminOption

    @Option(name: .shortAndLong, help: "How many traces.")
    var limit = 5

    @Option(name: .shortAndLong, help: "Only traces in which this service took part.")
    var service: String?

    @Argument(
        help: ArgumentHelp("A trace id of 16 or 32 hex digits, as responses and logs show it.", valueName: "trace-id")
    )
    var traceID: String?

    func validate() throws {
        guard (1...1000).contains(limit) else { throw ValidationError("--limit is a number from 1 to 1000.") }
    }

    func run() throws {
        do throws(CommandFault) {
            let traces = try settledTraces()
            if traces.isEmpty {
                return Console.note("no traces are kept yet; send a request to a route that is sampled, or force one\n")
            }
            let pictures = traces.reversed().compactMap { TraceWaterfall($0, style: style)?.text }
            Console.print(pictures.joined(separator: "\n"))
        } catch {
            throw error.told()
        }
    }

    private var style: TraceWaterfall.Style {
        TraceWaterfall.Style(
            width: min(Console.width ?? 100, Self.widest),
            isColoured: Console.isColourful,
            showsAnnotations: traceID != nil
        )
    }

    /// The traces once the newest is whole, or when there was time enough for it: services report a moment after they
    /// answered, and who asks right behind a request wants to see all of it.
    private func settledTraces() throws(CommandFault) -> [[ZipkinSpan]] {
        let admin = try AdminClient(gateway.admin)
        var traces = try traces(admin)
        var left = Self.patience / Self.pause
        while left > 0, Self.mayGrow(traces.first ?? []) {
            Self.wait()
            traces = try self.traces(admin)
            left -= 1
        }
        return traces
    }

    /// Whether a trace misses spans and is young enough for them to be on their way. A trace that is not there yet is.
    private static func mayGrow(_ newest: [ZipkinSpan]) -> Bool {
        let end = newest.map(\.end).max() ?? .max
        let youth = ClockAnchor.now().unixMicroseconds - 2 * Int64(patience) * 1000
        return end >= youth && TraceGaps.exist(in: newest)
    }

    private static func wait() {
        var time = timespec(tv_sec: 0, tv_nsec: pause * 1_000_000)
        // Sound: the structure lives through the call; the rest of an interrupted pause is not wanted.
        _ = unsafe nanosleep(&time, nil)
    }

    private func traces(_ admin: AdminClient) throws(CommandFault) -> [[ZipkinSpan]] {
        let body = try admin.get(target)
        do throws(ZipkinJSONError) {
            return traceID == nil ? try ZipkinJSONReader.readTraces(body) : [try ZipkinJSONReader.read(body)]
        } catch {
            throw CommandFault("\(gateway.admin) answers something else than traces: \(error)")
        }
    }

    private var target: String {
        if let traceID { return "/api/v2/trace/" + Self.escaped(traceID) }
        return "/api/v2/traces?limit=\(limit)" + (service.map { "&serviceName=" + Self.escaped($0) } ?? "")
    }

    /// Everything but letters, digits and `-._~` as `%41` (RFC 3986, 2.3).
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                escaped.append(character)
            } else {
                escaped += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return escaped
    }
}
