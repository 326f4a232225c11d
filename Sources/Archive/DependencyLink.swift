// Who calls whom, and how often does that fail?

/// One edge of the service graph. Zipkin's JSON writes `errorCount` only when it is not zero.
public struct DependencyLink: Hashable, Sendable {
    public let parent: String
    public let child: String
    public var callCount: UInt64
    public var errorCount: UInt64

    public init(parent: String, child: String, callCount: UInt64, errorCount: UInt64 = 0) {
        self.parent = parent
        self.child = child
        self.callCount = callCount
        self.errorCount = errorCount
    }
}
