// How does a test use a client or a server that nobody here wrote?

import Foundation

/// A program of `Tests/GatewayTests/Peers` that runs beside the test: it says what happens, and hears words.
public final class Peer: Sendable {
    private let name: String
    private let process: ChildProcess
    private let words: TestSocket
    private let output: TestSocket
    private let folder: TemporaryDirectory
    private let heard = Shelf<[PeerEvent]>([])
    private let trouble = Shelf<String?>(nil)

    /// Starts `name`.py and returns when it says that it is ready.
    ///
    /// The Debian packages of `make deps` belong to the system's own Python, whichever `python3` is on the path.
    public init(_ name: String, _ arguments: [String] = []) throws {
        self.name = name
        folder = try TemporaryDirectory()
        let (input, output) = (try SocketPair.make(), try SocketPair.make())
        (words, self.output) = (input.0, output.0)
        process = try ChildProcess(
            "/usr/bin/python3",
            ["-B", Self.folder + "/\(name).py"] + arguments,
            input: input.1,
            output: .descriptor(output.1),
            errors: .file(folder.file("err"))
        )
        input.1.close()
        output.1.close()
        listen()
        _ = try event("ready")
    }

    deinit { stop() }

    /// Where a server listens, or from where a client has connected.
    public var port: UInt16 { events.first { $0.event == "ready" }?.port ?? 0 }

    /// Everything that it has said so far.
    public var events: [PeerEvent] { heard.now }

    /// What it has written to its standard error.
    public var errors: String { Command.text(of: folder.file("err")) }

    /// Sends a line to its standard input.
    public func tell(_ line: String) throws { try words.send(line + "\n") }

    /// The first event of that name for which `holds`; waits for it.
    @discardableResult
    public func event(
        _ event: String,
        within patience: Patience = .usual,
        where holds: (PeerEvent) -> Bool = { _ in true }
    ) throws -> PeerEvent {
        try first("\(event) of \(name)", within: patience) { $0.event == event && holds($0) }
    }

    /// The first event for which `holds`; waits for it, and tells what was said instead when it does not come.
    public func first(
        _ what: String,
        within patience: Patience = .usual,
        where holds: (PeerEvent) -> Bool
    ) throws -> PeerEvent {
        var seen = 0
        while true {
            // Whether it has ended is asked before the events are looked at: nothing comes behind its end.
            let isOver = trouble.now != nil
            let all = events
            if let found = all[seen...].first(where: holds) { return found }
            seen = all.count
            if isOver { throw TestFailure("\(what) never came: \(trouble.now ?? "")\n\(story)") }
            if patience.isOver { throw TestFailure("waited in vain for \(what)\n\(story)") }
            try? eventually("another event", within: patience) { heard.now.count > seen || trouble.now != nil }
        }
    }

    /// Ends it; everything that it had open is closed by the system.
    public func stop() {
        process.kill()
        output.interrupt()
    }

    private var story: String {
        let said = events.suffix(30).map { "\($0)" }.joined(separator: "\n")
        return "\(name) said last:\n\(said)\n\(errors)"
    }

    private func listen() {
        TestThread.start { [output, heard, trouble, process] in
            var rest = Data()
            do {
                while case .bytes(let bytes) = try output.receive(within: Patience(seconds: 300)) {
                    rest.append(contentsOf: bytes)
                    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                        let event = try PeerEvent(line: rest[rest.startIndex..<end])
                        rest = rest[rest.index(after: end)...]
                        heard.change { $0.append(event) }
                    }
                }
                trouble.change { $0 = "it ended" }
            } catch {
                trouble.change { $0 = "\(error)" }
            }
            _ = process.exit
        }
    }

    /// Beside this file's folder, in the working tree that the tests were compiled from.
    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("GatewayTests/Peers").path
}
