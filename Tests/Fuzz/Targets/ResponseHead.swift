// houses: HTTP
// Is a response head that was understood understood in the same way however it comes?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let (choice, bytes) = input.choice(below: 2)
        let method: Method = choice == 0 ? .get : .head
        let limits = H1Limits(headBytes: 2048, fields: 20, targetBytes: 512)
        var head = ResponseHead(limits: limits)
        guard let length = try? H1ResponseParser.parse(bytes, into: &head, requestMethod: method, limits: limits) else {
            return
        }
        precondition(head.status.classDigit >= 1 && head.status.classDigit <= 5, "A status has no class.")
        for cut in [0, length / 2, length - 1] {
            var scan = H1HeadScan(.response, limits: limits)
            precondition(scan.scan(bytes.prefix(cut)) == .incomplete, "A scan ends before the head does.")
            precondition(scan.scan(bytes) == .complete(length), "Scan and parser disagree on the end of a head.")
        }
        for index in 0..<head.fields.count {
            let field = head.fields[index]
            precondition(field.value.endOfFieldText(from: 0) == field.value.count, "A value holds a control.")
            precondition(field.name.endOfToken(from: 0) == field.name.count, "A name is no token.")
        }
    }
}
