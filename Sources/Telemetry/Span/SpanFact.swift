// What else does a record say of its span?

import Bytes

/// One fact after the fixed part of a record. Views lead into the ring and are valid as long as the record.
public enum SpanFact {
    /// A moment, in microseconds after the start of the span.
    case annotation(SpanPhase, offset: Int64)
    case tag(SpanTag, SpanValue)
    /// Part of the name; the parts are joined by a space.
    case name(ByteView)
    case localService(ByteView)
    case remoteService(ByteView)
    /// Port 0 is unknown.
    case remoteAddress(IPAddress, port: UInt16)
}
