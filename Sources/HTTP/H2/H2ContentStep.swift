// What came of looking for more content of a stream?

import Bytes

public enum H2ContentStep {
    case data(ByteView)
    case end
    case wait
    case malformed(H2MessageError)
}
