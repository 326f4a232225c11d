// houses: HTTP
// Is a request head that was understood understood in the same way however it comes, and once it is written again?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let limits = H1Limits(headBytes: 2048, fields: 20, targetBytes: 512)
        var head = RequestHead(limits: limits)
        guard let length = try? H1RequestParser.parse(input, into: &head, limits: limits) else { return }
        checkScan(input, length: length, limits: limits)
        checkPath(head)
        checkRewritten(head, limits: limits)
    }
}

/// The scan finds the same end, whole and in two pieces.
private func checkScan(_ input: ByteView, length: Int, limits: H1Limits) {
    for cut in [0, length / 2, length - 1] {
        var scan = H1HeadScan(.request, limits: limits)
        precondition(scan.scan(input.prefix(cut)) == .incomplete, "A scan ends before the head does.")
        precondition(scan.scan(input) == .complete(length), "Scan and parser disagree on the end of a head.")
    }
    var prefix = RequestHead(limits: limits)
    do throws(H1Error) {
        _ = try H1RequestParser.parse(input.prefix(length - 1), into: &prefix, limits: limits)
        preconditionFailure("A head without its last byte was understood.")
    } catch {
        precondition(error == .incompleteHead, "A shorter head has another fault.")
    }
}

/// The path is in its normal form.
private func checkPath(_ head: borrowing RequestHead) {
    if head.isAsterisk { return }
    var again = ByteBuffer()
    let changed = try? PathNormalizer.normalize(head.path, into: &again)
    precondition(changed == false, "A normalised path can be normalised further.")
}

/// What is written from the head is understood as the same request.
private func checkRewritten(_ head: borrowing RequestHead, limits: H1Limits) {
    if head.isAsterisk || head.version == .http10 { return }
    var roomy = limits
    roomy.headBytes *= 2
    var buffer = ByteBuffer()
    H1Serializer.requestLine(method: head.methodBytes, path: head.path, query: head.query, into: &buffer)
    H1Serializer.fields(head.fields, except: [.expect], into: &buffer)
    H1Serializer.endOfHead(into: &buffer)
    var again = RequestHead(limits: limits)
    let length = try? H1RequestParser.parse(buffer.readable, into: &again, limits: roomy)
    precondition(length == buffer.count, "A head that was written is not understood.")
    precondition(again.path == head.path && again.query == head.query, "A path changed on its way.")
    precondition(again.host.equalsIgnoringCase(head.host), "A host changed on its way.")
    precondition(again.methodBytes == head.methodBytes, "A method changed on its way.")
}
