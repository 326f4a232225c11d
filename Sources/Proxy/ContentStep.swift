// What came of looking for more of a request's body?

import Bytes

enum ContentStep {
    /// A piece of it, valid until the next look.
    case data(ByteView)
    case end
    case wait
    /// What came cannot be the body that was announced.
    case fault(Fault)
    /// The client left before its body was complete.
    case cut
}
