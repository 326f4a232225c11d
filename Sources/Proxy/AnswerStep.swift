// What came of looking for more of an answer's body?

import Bytes

enum AnswerStep {
    /// A piece of it, valid until the next look.
    case data(ByteView)
    case end
    case wait
    /// It broke off or is malformed: nothing that follows may look whole.
    case broken
}
