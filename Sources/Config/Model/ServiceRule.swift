// What does one `service` block say?

/// One `service` block: a pattern and the fields that it sets.
public struct ServiceRule: Sendable {
    public var pattern: NamePattern
    public var fields: ServiceFields
    public var place: SourcePlace

    public init(pattern: NamePattern, fields: ServiceFields, place: SourcePlace) {
        self.pattern = pattern
        self.fields = fields
        self.place = place
    }
}
