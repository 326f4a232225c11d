// How does a test run a program and get hold of what it says?

import Foundation
import Glibc

/// A program that the test started: it is stopped by its own process id, at the latest when the value is let go.
public final class ChildProcess: Sendable {
    /// Where one of its output streams goes.
    public enum Output: Sendable {
        case discarded
        case file(String)
        case descriptor(TestSocket)
    }

    public let pid: pid_t
    private let ended = Shelf<ExitReason?>(nil)

    /// Starts `program`, found on the search path, with `environment` added to our own.
    ///
    /// It inherits no descriptor but its three streams: an origin's listening socket must not live on in a gateway.
    public init(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: TestSocket? = nil,
        output: Output = .discarded,
        errors: Output = .discarded
    ) throws {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let input {
            unsafe posix_spawn_file_actions_adddup2(&actions, input.number, 0)
        } else {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        unsafe Self.attach(&actions, 1, output)
        unsafe Self.attach(&actions, 2, errors)

        let all = ProcessInfo.processInfo.environment.merging(environment) { _, ours in ours }
        var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        var settings = unsafe all.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
        defer { unsafe (words + settings).forEach { unsafe free($0) } }

        var pid: pid_t = 0
        let result = Inheritance.starting {
            unsafe posix_spawnp(&pid, program, &actions, nil, &words, &settings)
        }
        guard result == 0 else { throw TestFailure("cannot start \(program): \(describe(errno: result))") }
        self.pid = pid
    }

    deinit { kill() }

    /// How it ended; nil while it runs.
    public var exit: ExitReason? {
        ended.change { known in
            if known == nil {
                var status: Int32 = 0
                if unsafe waitpid(pid, &status, WNOHANG) == pid { known = ExitReason(waitStatus: status) }
            }
            return known
        }
    }

    public func signal(_ number: Int32) {
        guard exit == nil else { return }
        Glibc.kill(pid, number)
    }

    /// Waits for its end.
    public func wait(within patience: Patience = .usual) throws -> ExitReason {
        try eventually("process \(pid) to end", within: patience) { exit != nil }
        return exit!  // It was just seen to be there, and it stays.
    }

    /// Ends it at once and waits until it is gone; does nothing when it has ended.
    public func kill() {
        guard exit == nil else { return }
        Glibc.kill(pid, SIGKILL)
        _ = try? wait()
    }

    private static func attach(_ actions: inout posix_spawn_file_actions_t, _ stream: Int32, _ output: Output) {
        switch output {
        case .discarded: unsafe posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", O_WRONLY, 0)
        case .file(let path):
            unsafe posix_spawn_file_actions_addopen(&actions, stream, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        case .descriptor(let socket): unsafe posix_spawn_file_actions_adddup2(&actions, socket.number, stream)
        }
    }
}
