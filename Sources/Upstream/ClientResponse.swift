// What did another server answer a cold house?

import HTTP

/// A whole response to the gateway's own client.
public struct ClientResponse: Sendable {
    public var status: Status
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Status, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a field, whatever the case of its name, or nil.
    public func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The body read as UTF-8, with U+FFFD for what is not.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
