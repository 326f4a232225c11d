// How does a test say what is asked for?

import Bytes
import HTTP
import Routing

/// A request in plain values, that can be turned into a head. Parameters are written without escapes.
struct PlainRequest: CustomStringConvertible {
    var method = "GET"
    var host = "a.example"
    var path = "/"
    var parameters: [(String, String)] = []
    var headers: [(String, String)] = []

    var description: String { text }

    private var text: String {
        let query = parameters.map { $0.0 + "=" + $0.1 }.joined(separator: "&")
        let target = path + (parameters.isEmpty ? "" : "?" + query)
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\(lines)\r\n"
    }

    /// What `table` answers to the head of this request.
    func match(_ table: RouteTable) throws -> Int { try RequestText.match(text, table) }
}

/// A request as it stands on the wire.
enum RequestText {
    static func match(_ text: String, _ table: RouteTable) throws -> Int {
        var head = RequestHead(limits: H1Limits())
        return try Array(text.utf8).withByteView { view in
            try H1RequestParser.parse(view, into: &head, limits: H1Limits())
            return table.match(head)
        }
    }
}
