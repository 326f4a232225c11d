// Is every well-known name recognised in any case, and no other?

import Bytes
import HTTP
import Testing

@Suite struct `Field name` {
    @Test(arguments: FieldName.allCases.filter { $0 != .other })
    func `a well-known name is recognised however it is written`(name: FieldName) {
        let canonical = name.canonical.description
        for text in [canonical, canonical.lowercased(), canonical.uppercased()] {
            #expect(text.withByteView { FieldName(recognising: $0) } == name, "\(text)")
        }
    }

    @Test(arguments: FieldName.allCases.filter { $0 != .other })
    func `a name that differs in one byte or in length is another`(name: FieldName) {
        let bytes = Array(name.canonical.description.utf8)
        for place in bytes.indices {
            for replacement in Array("!#$%&'*+-.^_`|~09azAZ".utf8) where replacement | 0x20 != bytes[place] | 0x20 {
                var changed = bytes
                changed[place] = replacement
                let found = changed.withByteView { FieldName(recognising: $0) }
                // One byte apart from one name may be exactly another, as X-B3-SpanId and none is here.
                #expect(
                    found == .other
                        || found.canonical.description.lowercased()
                            == String(decoding: changed, as: UTF8.self).lowercased()
                )
            }
        }
        #expect((bytes + [0x78]).withByteView { FieldName(recognising: $0) } == .other)
        #expect(Array(bytes.dropLast()).withByteView { FieldName(recognising: $0) } == .other)
    }

    @Test func `there is a bit for each name`() {
        #expect(FieldName.allCases.count <= 64)
        #expect(FieldName.allCases.allSatisfy { $0.rawValue < 64 })
    }

    @Test func `an empty name is no name that is known`() {
        #expect(FieldName(recognising: .empty) == .other)
    }

    @Test func `a set holds the names that were put in`() {
        let set: FieldNameSet = [.host, .b3]
        #expect(set.contains(.host) && set.contains(.b3) && !set.contains(.via))
        #expect(FieldNameSet.hopByHop.contains(.connection) && !FieldNameSet.hopByHop.contains(.host))
        #expect(set.union([.via]).contains(.via))
    }
}
