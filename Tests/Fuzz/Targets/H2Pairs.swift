// houses: HTTP
// Do lines only ever become pairs that HTTP/2 allows, and the same ones as a parser of HTTP/1.1 finds?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        var pairs = H2Pairs()
        if pairs.readTrailers(input) { check(pairs, from: 0) }
        if pairs.readResponse(input) { check(pairs, from: 1) }
        let isRead = pairs.readRequest(input, scheme: "https", protocolName: ByteView("websocket"))
        if isRead { check(pairs, from: 4) }
        let limits = H1Limits(headBytes: 4096, fields: 40, targetBytes: 4096)
        var head = RequestHead(limits: limits)
        guard (try? H1RequestParser.parse(input, into: &head, limits: limits)) != nil, input[0] != 0x0D else { return }
        precondition(isRead, "A head that was understood is no pairs.")
        precondition(pairs[0].value == head.methodBytes && pairs[2].value == head.rawTarget, "A request line differs.")
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
