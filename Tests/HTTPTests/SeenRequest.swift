// What a test saw of a request head, as a value.

import Bytes
import HTTP

/// A copy of everything that a parsed request head says.
struct SeenRequest: Equatable {
    var method: Method
    var methodText: String
    var version: HTTPVersion
    var target: String
    var authority: String
    var host: String
    var port: UInt16?
    var path: String
    var query: String?
    var isAsterisk: Bool
    var fields: [String]
    var framing: BodyFraming
    var keepAlive: Bool
    var expectsContinue: Bool
    var wantsUpgrade: Bool
    var count: Int

    init(_ head: borrowing RequestHead, count: Int) {
        method = head.method
        methodText = String(head.methodBytes)
        version = head.version
        target = String(head.rawTarget)
        authority = String(head.authority)
        host = String(head.host)
        port = head.port
        path = String(head.path)
        query = head.query.map { String($0) }
        isAsterisk = head.isAsterisk
        fields = head.fields.lines
        framing = head.framing
        keepAlive = head.keepAlive
        expectsContinue = head.expectsContinue
        wantsUpgrade = head.wantsUpgrade
        self.count = count
    }

    /// Parses the head at the front of `bytes`.
    static func read(_ bytes: [UInt8], limits: H1Limits = H1Limits()) -> Result<SeenRequest, H1Error> {
        var head = RequestHead(limits: limits)
        return bytes.withByteView { view in
            do throws(H1Error) {
                let count = try H1RequestParser.parse(view, into: &head, limits: limits)
                return .success(SeenRequest(head, count: count))
            } catch {
                return .failure(error)
            }
        }
    }

    static func read(_ text: String, limits: H1Limits = H1Limits()) -> Result<SeenRequest, H1Error> {
        read(Array(text.utf8), limits: limits)
    }
}

extension Fields {
    /// Every field as `name: value`.
    var lines: [String] {
        var lines: [String] = []
        for index in 0..<count { lines.append("\(self[index].name): \(self[index].value)") }
        return lines
    }
}

extension Result where Failure == H1Error {
    /// The fault, if it is one.
    var fault: H1Error? {
        if case .failure(let error) = self { error } else { nil }
    }
}

/// What a resumable scan says after each of the growing `cuts` of `bytes`, up to its first verdict.
func verdict(of kind: H1HeadScan.Kind, on bytes: [UInt8], cutAt cuts: [Int], limits: H1Limits = H1Limits())
    -> H1HeadScan.Step
{
    var scan = H1HeadScan(kind, limits: limits)
    for cut in cuts {
        let step = Array(bytes.prefix(cut)).withByteView { scan.scan($0) }
        if step != .incomplete { return step }
    }
    return .incomplete
}
