// What a body reader found.

import Bytes

/// One step through a body. `consumed` counts bytes from the front of the input, framing included.
public enum BodyStep: Sendable {
    /// Bytes of the body, a slice of the input. Call again with what follows the consumed bytes.
    case data(ByteView, consumed: Int)
    /// All of the input was framing, and more is needed.
    case needMore(consumed: Int)
    /// The body is over. What follows the consumed bytes is not part of it.
    case end(consumed: Int)
    /// The body is malformed or too large; so is every later step.
    case failed(H1Error)
}
