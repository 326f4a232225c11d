// What went wrong in a test's own machinery?

/// A failed step of a test, in words that tell what was expected and what came.
public struct TestFailure: Error, CustomStringConvertible {
    public let description: String

    public init(_ description: String) {
        self.description = description
    }
}
