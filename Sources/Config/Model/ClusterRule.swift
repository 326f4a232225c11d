// What does one `cluster` block say?

/// One `cluster` block: a pattern and the fields that it sets.
public struct ClusterRule: Sendable {
    public var pattern: NamePattern
    public var fields: ClusterFields
    public var place: SourcePlace

    public init(pattern: NamePattern, fields: ClusterFields, place: SourcePlace) {
        self.pattern = pattern
        self.fields = fields
        self.place = place
    }
}
