// What did the gateway say before its answer?

/// One 1xx answer.
public struct Interim: Sendable {
    public let status: Int
    public let fields: FieldLines
}
