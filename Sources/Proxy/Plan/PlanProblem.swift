// What keeps a configuration from being run, and which line asks for it?

import Config

/// One reason not to start, at the `listen` or `route` that has it.
public struct PlanProblem: Sendable {
    public let error: PlanError
    public let place: SourcePlace
}
