// How a test reads field sections.

import Bytes
import HTTP

/// One field as a test writes it.
typealias Pair = (name: String, value: String)

/// A request that has all it needs, to which a test adds what it is about.
let plainRequest: [Pair] = [
    (":method", "GET"), (":scheme", "https"), (":path", "/a"), (":authority", "a.example"),
]

/// `plainRequest` with another value, or without it when that is nil.
func request(_ name: String, _ value: String?) -> [Pair] {
    plainRequest.compactMap { $0.name == name ? value.map { (name, $0) } : $0 }
}

/// Adds a section of these pairs, taken out and put back after `pause` fields.
func section(
    of pairs: [Pair],
    in sections: inout H2Sections,
    headBytes: Int = 32 * 1024,
    fields: Int = 100,
    pause: Int? = nil
) -> H2Section {
    sections.begin(headBytes: headBytes, fields: fields)
    for (index, pair) in pairs.enumerated() {
        if index == pause, let unfinished = sections.suspend() {
            sections.clear()
            _ = section(of: [("other", "section")], in: &sections)
            sections.resume(unfinished)
        }
        Array(pair.name.utf8).withByteView { name in
            Array(pair.value.utf8).withByteView { value in sections.add(name: name, value: value) }
        }
    }
    return sections.end()
}

/// What a request over HTTP/2 says.
struct SeenH2Request: Equatable {
    var seen: SeenRequest
    var protocolName: String?
    var acceptsTrailers: Bool

    static func read(
        _ pairs: [Pair],
        endsStream: Bool = true,
        isSecure: Bool = true,
        headBytes: Int = 32 * 1024,
        fields: Int = 100,
        pause: Int? = nil
    ) -> Result<SeenH2Request, H2MessageError> {
        let limits = H1Limits(headBytes: headBytes, fields: fields, targetBytes: 1024)
        var sections = H2Sections()
        let section = section(of: pairs, in: &sections, headBytes: headBytes, fields: fields, pause: pause)
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
            return .success(
                SeenH2Request(
                    seen: SeenRequest(head, count: 0),
                    protocolName: head.isExtendedConnect ? String(head.connectProtocol) : nil,
                    acceptsTrailers: head.acceptsTrailers
                )
            )
        } catch {
            return .failure(error)
        }
    }
}

/// What an answer over HTTP/2 says.
struct SeenH2Response: Equatable {
    var status: Status
    var framing: BodyFraming
    var fields: [String]
    var version: HTTPVersion
    var isInterim: Bool

    static func read(
        _ pairs: [Pair],
        endsStream: Bool = false,
        to method: HTTP.Method = .get
    ) -> Result<SeenH2Response, H2MessageError> {
        var sections = H2Sections()
        let section = section(of: pairs, in: &sections)
        var head = ResponseHead(limits: H1Limits())
        do throws(H2MessageError) {
            try H2ResponseReader.read(
                section,
                of: sections,
                endsStream: endsStream,
                requestMethod: method,
                into: &head,
                limits: H1Limits()
            )
            return .success(
                SeenH2Response(
                    status: head.status,
                    framing: head.framing,
                    fields: head.fields.lines,
                    version: head.version,
                    isInterim: head.isInterim
                )
            )
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Failure == H2MessageError {
    /// The fault, if it is one.
    var fault: H2MessageError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
