// In which field of an answer is a client told its trace id?

/// `return-trace-id X-Trace-Id to trusted`, ready to be written.
struct ReturnedTraceField: Sendable {
    /// The field name, followed by `: `.
    let prefix: [UInt8]
    let onlyTrusted: Bool
}
