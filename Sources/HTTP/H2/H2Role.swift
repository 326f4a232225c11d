// Which end of an HTTP/2 connection are we?

public enum H2Role: Sendable {
    case server
    case client
}
