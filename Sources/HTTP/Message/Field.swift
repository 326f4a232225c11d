// What one header line says.

import Bytes

/// One field: its name as sent and its value without the spaces around it. Borrowed from the head's bytes.
public struct Field: Sendable {
    public var id: FieldName
    public var name: ByteView
    public var value: ByteView

    public init(id: FieldName, name: ByteView, value: ByteView) {
        self.id = id
        self.name = name
        self.value = value
    }
}
