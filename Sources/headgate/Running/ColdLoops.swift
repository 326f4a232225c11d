// On which threads does everything run that is not traffic?

import Wire

/// The two loops of the cold side. Nothing of the traffic waits for either.
struct ColdLoops {
    /// The admin, and the demo's services.
    let control: LoopExecutor
    /// Spans and log lines: may wait for a disk.
    let collector: LoopExecutor

    init() throws(GatewayFault) {
        do throws(SystemError) {
            control = try LoopExecutor.start(name: "control")
            collector = try LoopExecutor.start(name: "collector")
        } catch {
            throw .system(error)
        }
    }
}
