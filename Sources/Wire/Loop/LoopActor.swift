// Which actors run on a loop?

/// An actor that lives on a loop of the cold side: all it has to do is to name it.
///
/// ```
/// actor Supervisor: LoopActor {
///     nonisolated let loop: LoopExecutor
/// }
/// ```
public protocol LoopActor: Actor {
    /// The loop, for as long as the actor lives.
    nonisolated var loop: LoopExecutor { get }
}

extension LoopActor {
    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        // Sound: the actor holds its loop.
        unsafe loop.asUnownedSerialExecutor()
    }
}
