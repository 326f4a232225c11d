// houses: HTTP
// Can a field section of HTTP/2 say anything to an HTTP/1.1 peer but what was understood of it?

import Bytes
import HTTP

private let limits = H1Limits(headBytes: 4096, fields: 20, targetBytes: 512)

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (switches, rest) = input.choice(below: 256)
        var sections = H2Sections()
        let section = readSection(rest, into: &sections, isCut: switches & 1 != 0)
        checkRequest(section, of: sections, endsStream: switches & 2 != 0, isSecure: switches & 4 != 0)
        checkResponse(section, of: sections, endsStream: switches & 2 != 0)
        checkTrailers(section, of: sections)
    }
}

private let names: [StaticString] = [
    ":method", ":scheme", ":path", ":authority", ":status", ":protocol", "host", "content-length", "cookie", "te",
    "expect", "transfer-encoding", "connection", "a", "x-forwarded-for", "grpc-status",
]

private let values: [StaticString] = [
    "GET", "https", "/", "a.example", "200", "websocket", "CONNECT", "0", "trailers", "100-continue", "http", "OPTIONS",
]

/// Each field is a name and a value; each of these is a byte, and as many bytes as that says or a word of the lists.
private func readSection(_ input: ByteView, into sections: inout H2Sections, isCut: Bool) -> H2Section {
    var rest = input
    sections.begin(headBytes: limits.headBytes, fields: limits.fields)
    while !rest.isEmpty {
        let name = text(&rest, among: names)
        let value = text(&rest, among: values)
        sections.add(name: name, value: value)
        if isCut, let unfinished = sections.suspend() {
            sections.clear()
            sections.resume(unfinished)
        }
    }
    return sections.end()
}

private func text(_ rest: inout ByteView, among words: [StaticString]) -> ByteView {
    let (choice, tail) = rest.choice(below: 256)
    rest = tail
    if choice >= 128 { return ByteView(words[(choice - 128) % words.count]) }
    defer { rest = rest.dropFirst(choice) }
    return rest.prefix(choice)
}

/// A request that was understood is understood in the same way by an HTTP/1.1 parser, and by HTTP/2 once more.
private func checkRequest(
    _ section: H2Section,
    of sections: borrowing H2Sections,
    endsStream: Bool,
    isSecure: Bool
) {
    var head = RequestHead(limits: limits)
    do throws(H2MessageError) {
        try H2RequestReader.read(
            section,
            of: sections,
            endsStream: endsStream,
            isSecure: isSecure,
            into: &head,
            limits: limits
        )
    } catch { return }
    var lines = ByteBuffer()
    write(head, into: &lines)
    var again = RequestHead(limits: roomy)
    let length = try? H1RequestParser.parse(lines.readable, into: &again, limits: roomy)
    precondition(length == lines.count, "A head that was written is not understood as one head.")
    precondition(again.path == head.path && again.query == head.query, "A path changed on its way.")
    precondition(again.host == head.host && again.port == head.port, "A host changed on its way.")
    precondition(head.isExtendedConnect || again.methodBytes == head.methodBytes, "A method changed on its way.")
    precondition(again.framing == head.framing, "A framing changed on its way.")
    let own = head.framing == .none ? 1 : 2
    precondition(again.fields.count == own + passing(head.fields, as: again.fields, from: own), "A field appeared.")
    checkPairs(lines.readable, head, endsStream: endsStream, isSecure: isSecure)
}

private let roomy: H1Limits = {
    var limits = limits
    limits.headBytes *= 4
    limits.fields += 4
    limits.targetBytes *= 4
    return limits
}()

private let held: FieldNameSet = [.host, .contentLength, .expect]

private func write(_ head: borrowing RequestHead, into lines: inout ByteBuffer) {
    let method = head.isExtendedConnect ? ByteView("GET") : head.methodBytes
    H1Serializer.requestLine(method: method, path: head.path, query: head.query, into: &lines)
    H1Serializer.field(.host, head.authority, into: &lines)
    switch head.framing {
    case .length(let length): H1Serializer.field(.contentLength, decimal: length, into: &lines)
    case .chunked: H1Serializer.field(.transferEncoding, ByteView("chunked"), into: &lines)
    case .none, .untilClose: break
    }
    H1Serializer.fields(head.fields, except: held, into: &lines)
    H1Serializer.endOfHead(into: &lines)
}

/// How many fields pass; each has to be the next one of `written`, from `start` on.
private func passing(_ fields: borrowing Fields, as written: borrowing Fields, from start: Int) -> Int {
    var count = 0
    for index in 0..<fields.count where !held.contains(fields.id(at: index)) && !fields.id(at: index).isHopByHop {
        let field = fields[index]
        let other = written[start + count]
        precondition(field.name == other.name && field.value == other.value, "A field changed on its way.")
        count += 1
    }
    return count
}

/// The lines as pairs are a section of HTTP/2 again, with the same meaning.
private func checkPairs(_ lines: ByteView, _ head: borrowing RequestHead, endsStream: Bool, isSecure: Bool) {
    var pairs = H2Pairs()
    precondition(pairs.readRequest(lines, scheme: isSecure ? "https" : "http"), "Our own lines are no pairs.")
    var sections = H2Sections()
    sections.begin(headBytes: 4 * limits.headBytes, fields: roomy.fields)
    for index in 0..<pairs.count { sections.add(name: pairs[index].name, value: pairs[index].value) }
    let section = sections.end()
    var again = RequestHead(limits: roomy)
    do throws(H2MessageError) {
        try H2RequestReader.read(
            section,
            of: sections,
            endsStream: endsStream,
            isSecure: isSecure,
            into: &again,
            limits: roomy
        )
    } catch { preconditionFailure("Our own pairs are not understood.") }
    precondition(again.path == head.path && again.query == head.query && again.host == head.host, "Pairs differ.")
    precondition(again.framing == head.framing, "Pairs frame another body.")
}

private func checkResponse(_ section: H2Section, of sections: borrowing H2Sections, endsStream: Bool) {
    var head = ResponseHead(limits: limits)
    do throws(H2MessageError) {
        try H2ResponseReader.read(
            section,
            of: sections,
            endsStream: endsStream,
            requestMethod: .get,
            into: &head,
            limits: limits
        )
    } catch { return }
    var lines = ByteBuffer()
    H1Serializer.statusLine(head.status, into: &lines)
    H1Serializer.fields(head.fields, except: [], into: &lines)
    H1Serializer.endOfHead(into: &lines)
    var again = ResponseHead(limits: roomy)
    let length = try? H1ResponseParser.parse(lines.readable, into: &again, requestMethod: .get, limits: roomy)
    precondition(length == lines.count, "A head that was written is not understood as one head.")
    precondition(again.status == head.status, "A status changed on its way.")
    var count = 0
    for index in 0..<head.fields.count where !head.fields.id(at: index).isHopByHop {
        precondition(head.fields[index].value == again.fields[count].value, "A field changed on its way.")
        count += 1
    }
    precondition(again.fields.count == count, "A field appeared.")
    var pairs = H2Pairs()
    precondition(pairs.readResponse(lines.readable), "Our own lines are no pairs.")
    precondition(pairs.count == 1 + count, "A pair is missing.")
}

/// Trailers that were read are what a chunked body would have brought.
private func checkTrailers(_ section: H2Section, of sections: borrowing H2Sections) {
    var lines = ByteBuffer()
    do throws(H2MessageError) {
        try H2TrailerReader.append(section, of: sections, to: &lines, limits: limits)
    } catch { return }
    var chunked = ByteBuffer()
    H1Serializer.lastChunk(trailers: lines.readable, into: &chunked)
    var decoder = ChunkedDecoder(limits: limits)
    guard case .end(let consumed) = decoder.next(chunked.readable) else { preconditionFailure("Trailers do not end.") }
    precondition(consumed == chunked.count && decoder.trailers == lines.readable, "Trailers changed on their way.")
}
