// houses: HTTP
// Is a PROXY protocol header read in one way however it comes, and as the same once it is written again?

import Bytes
import HTTP

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe withInput(start, count) { input in
        let verdict = ProxyHeaderReader.read(input)
        var length = input.count
        if case .complete(let header) = verdict {
            precondition(header.length <= min(input.count, ProxyHeader.longest), "A header is longer than it may be.")
            length = header.length
            checkWritten(header.origin)
        }
        if verdict == .incomplete {
            precondition(input.count < ProxyHeader.longest, "More is waited for than a header can have.")
        }
        checkPieces(input.prefix(min(length, ProxyHeader.longest + 1)), verdict)
    }
}

/// Every shorter input is incomplete or has the verdict already.
private func checkPieces(_ input: ByteView, _ verdict: ProxyHeaderStep) {
    for count in 0..<input.count {
        let step = ProxyHeaderReader.read(input.prefix(count))
        if case .complete = verdict {
            precondition(step == .incomplete, "A header ends before its end.")
        } else {
            precondition(step == .incomplete || step == verdict, "A piece has another verdict.")
        }
    }
}

private func checkWritten(_ origin: ProxyOrigin) {
    for version in ProxyVersion.allCases {
        var written = ByteBuffer()
        ProxyHeaderWriter.write(origin, version: version, to: &written)
        guard case .complete(let again) = ProxyHeaderReader.read(written.readable) else {
            preconditionFailure("A header that was written is not read.")
        }
        precondition(again.length == written.count, "A header that was written ends elsewhere.")
        let lost = version == .v1 && origin == .sender
        precondition(again.origin == (lost ? .unnamed : origin), "A client changed on its way.")
    }
}
