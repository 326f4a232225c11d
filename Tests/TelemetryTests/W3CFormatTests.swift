// Whether `traceparent` is read at every length and in every version.

import Bytes
import Telemetry
import Testing

/// W3C Trace Context level 2, "traceparent Header Field Values".
@Suite struct W3CFormatTests {
    private static let value = "00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01"

    @Test func `what is written is what was read`() throws {
        for flags in ["00", "01", "02", "03"] {
            let text = String(Self.value.dropLast(2)) + flags
            let context = try #require(text.withByteView { W3CFormat.read($0) })
            #expect(written { W3CFormat.write(context, to: &$0) } == "traceparent: \(text)\r\n")
        }
    }

    @Test func `a value cut at any place is refused`() {
        for length in 0..<55 { #expect(String(Self.value.prefix(length)).withByteView { W3CFormat.read($0) } == nil) }
    }

    @Test func `a value with any byte replaced is read otherwise or refused`() {
        let good = Self.value.withByteView { W3CFormat.read($0) }
        for index in 0..<55 {
            for byte in ["g", "A", " ", "-", "\u{7f}"] {
                var bytes = Array(Self.value.utf8)
                if bytes[index] == Array(byte.utf8)[0] { continue }
                bytes[index] = Array(byte.utf8)[0]
                #expect(bytes.withByteView { W3CFormat.read($0) } != good)
            }
        }
    }

    @Test(arguments: [
        ("01-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01", true),
        ("ff-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01", false),
        ("cc-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01-more", true),
        ("cc-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01.more", false),
        ("00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01-", false),
        ("Cc-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01", false),
        ("00_463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-01", false),
        ("00-463ac35c9f6413ad48485a3953bb6124_a2fb4a1d1a96d312-01", false),
        ("00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312_01", false),
        ("00-463ac35c9f6413ad48485a3953bb6124-a2fb4a1d1a96d312-ff", true),
    ])
    func `versions are judged`(text: String, isRead: Bool) {
        #expect((text.withByteView { W3CFormat.read($0) } != nil) == isRead)
    }
}
