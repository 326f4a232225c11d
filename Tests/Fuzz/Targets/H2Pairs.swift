// houses: HTTP
// Do the lines of a head that was understood become pairs that HTTP/2 allows, none missing and none more?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        var pairs = H2Pairs()
        // Lines of our own are well formed; with others nothing is promised but to come back.
        _ = pairs.readTrailers(input)
        _ = pairs.readResponse(input)
        _ = pairs.readRequest(input, scheme: "https", protocolName: ByteView("websocket"))
        let limits = H1Limits(headBytes: 4096, fields: 40, targetBytes: 4096)
        var head = RequestHead(limits: limits)
        guard (try? H1RequestParser.parse(input, into: &head, limits: limits)) != nil else { return }
        var lines = ByteBuffer()
        H1Serializer.requestLine(method: head.methodBytes, path: head.path, query: head.query, into: &lines)
        for index in 0..<head.fields.count { H1Serializer.field(head.fields[index], into: &lines) }
        let isRead = pairs.readRequest(lines.readable, scheme: "https", protocolName: ByteView("websocket"))
        precondition(isRead, "A head that was understood is no pairs.")
        check(pairs, from: 4)
        precondition(pairs[0].value == head.methodBytes, "A request line differs.")
        var plain = 0
        for index in 0..<head.fields.count where head.fields.id(at: index) == .other { plain += 1 }
        for index in 4..<pairs.count where FieldName(recognising: pairs[index].name) == .other {
            if pairs[index].name != ":authority" { plain -= 1 }
        }
        precondition(plain == 0, "A field is missing or appeared.")
    }
}

private func check(_ pairs: borrowing H2Pairs, from start: Int) {
    for index in start..<max(start, pairs.count) {
        let (name, value) = pairs[index]
        let token = name.first == 0x3A ? name.dropFirst(1) : name
        precondition(!token.isEmpty && token.endOfToken(from: 0) == token.count, "A name is no token.")
        for at in 0..<name.count { precondition(name[at] &- 0x41 >= 26, "A name has an upper-case letter.") }
        precondition(value.endOfFieldText(from: 0) == value.count && value == value.trimmed, "A value is malformed.")
    }
}
