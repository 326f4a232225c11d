// How do threads of a test hand facts to each other?

import Synchronization

/// A value shared by the threads of a test: those who play a part write it, the test reads it.
public final class Shelf<Value: Sendable>: Sendable {
    private let value: Mutex<Value>

    public init(_ value: Value) {
        self.value = Mutex(value)
    }

    /// A copy of what lies there now.
    public var now: Value { value.withLock { $0 } }

    /// Changes the value; what `change` returns is passed on.
    @discardableResult
    public func change<Answer: Sendable>(_ change: (inout Value) -> Answer) -> Answer {
        value.withLock { value in
            let answer = change(&value)
            return answer
        }
    }
}
