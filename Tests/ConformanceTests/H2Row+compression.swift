// What does a server make of header blocks that are not sound?

import HTTP

extension H2Row {
    private static func block(_ bytes: [UInt8]) -> [UInt8] { H2Bytes.headers(H2Bytes.request() ++ bytes) }

    private static func fault(_ section: String, _ sentence: String, _ bytes: [UInt8]) -> H2Row {
        H2Row(section, sentence, H2Bytes.headers(bytes), .connectionError(.compressionError))
    }

    /// RFC 7541.
    static let compression: [H2Row] = [
        // 2.3.2, 2.3.3 Indexing tables
        .init(
            "7541 2.3.2",
            "a field that a later request takes from the dynamic table",
            block([0x40] ++ H2Bytes.string("x") ++ H2Bytes.string("y"))
                ++ H2Bytes.headers(H2Bytes.request() ++ [0xBE], on: 3),
            .answered(200, on: 3)
        ),
        fault("7541 2.3.3", "an indexed field beyond both tables", H2Bytes.request() ++ [0xC6]),
        fault(
            "7541 2.3.3",
            "a literal field whose name is beyond both tables",
            H2Bytes.request() ++ H2Bytes.integer(70, prefix: 6, high: 0x40) ++ H2Bytes.string("x")
        ),
        fault(
            "7541 2.3.3",
            "a literal field without indexing whose name is beyond both tables",
            H2Bytes.request() ++ H2Bytes.integer(70, prefix: 4) ++ H2Bytes.string("x")
        ),

        // 4 Dynamic table management
        .init(
            "7541 4.1",
            "an entry of exactly the table's size",
            block([0x40] ++ H2Bytes.string("x") ++ H2Bytes.string(String(repeating: "y", count: 4_063))),
            .malformed(.h1(.headTooLarge))
        ),
        .init(
            "7541 4.2",
            "a size update that makes the table smaller",
            H2Bytes.headers([0x20] ++ H2Bytes.request()),
            .answered(200)
        ),
        .init(
            "7541 4.2",
            "two size updates at the beginning",
            H2Bytes.headers([0x20] ++ H2Bytes.integer(4_096, prefix: 5, high: 0x20) ++ H2Bytes.request()),
            .answered(200)
        ),
        fault("7541 4.2", "a size update at the end of a block", H2Bytes.request() ++ [0x21]),
        fault("7541 4.2", "a size update within a block", [0x82, 0x21, 0x86, 0x84]),
        fault(
            "7541 4.3",
            "an entry that was evicted by a size update",
            [0x20] ++ H2Bytes.request() ++ [0x40] ++ H2Bytes.string("x") ++ H2Bytes.string("y") ++ [0xBE]
        ),
        .init(
            "7541 4.4",
            "an entry larger than the table, which empties it",
            H2Bytes.headers([0x3F, 0x01] ++ H2Bytes.request() ++ [0x40] ++ H2Bytes.string("x") ++ H2Bytes.string("y")),
            .answered(200)
        ),

        // 5.1 Integers
        fault("7541 5.1", "an integer that does not end", [0x82, 0xFF]),
        fault("7541 5.1", "an integer above 2^32", [0x82, 0xFF] ++ repeated(10, [0xFF]) ++ [0x0F]),
        .init(
            "7541 5.1",
            "an integer with a zero too many",
            block([0x00, 0x01] ++ [0x78, 0x7F, 0x80, 0x00] ++ repeated(127, [0x79])),
            .answered(200)
        ),

        // 5.2 Strings
        .init(
            "7541 5.2",
            "a string in Huffman code",
            H2Bytes.headers([
                0x82, 0x86, 0x84, 0x41, 0x8C, 0xF1, 0xE3, 0xC2, 0xE5, 0xF2, 0x3A, 0x6B, 0xA0, 0xAB, 0x90, 0xF4, 0xFF,
            ]),
            .answered(200)
        ),
        fault(
            "7541 5.2",
            "Huffman code with more than seven bits of padding",
            [
                0x82, 0x86, 0x84, 0x41, 0x8D, 0xF1, 0xE3, 0xC2, 0xE5, 0xF2, 0x3A, 0x6B, 0xA0, 0xAB, 0x90, 0xF4, 0xFF,
                0xFF,
            ]
        ),
        fault(
            "7541 5.2",
            "Huffman code padded with zeros",
            [0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x84, 0x49, 0x50, 0x9F, 0xF0]
        ),
        fault(
            "7541 5.2",
            "Huffman code with EOS",
            [0x00, 0x85, 0xF2, 0xB2, 0x4A, 0x84, 0xFF, 0x87, 0x49, 0x51, 0xFF, 0xFF, 0xFF, 0xFA, 0x7F]
        ),
        fault("7541 5.2", "a string longer than its block", [0x82, 0x86, 0x84, 0x41, 0x20, 0x61]),

        // 6 Representations
        fault("7541 6.1", "an indexed field of index 0", [0x80]),
        .init(
            "7541 6.1",
            "indexed fields of the static table",
            H2Bytes.headers([0x82, 0x86, 0x84, 0x41] ++ H2Bytes.string("a.example")),
            .answered(200)
        ),
        .init(
            "7541 6.2.1",
            "a literal field with indexing, used in its own block",
            block([0x40] ++ H2Bytes.string("x") ++ H2Bytes.string("y") ++ [0xBE]),
            .answered(200)
        ),
        .init(
            "7541 6.2.2",
            "a literal field without indexing is in no table",
            block(H2Bytes.field("x", "y") ++ [0xBE]),
            .connectionError(.compressionError)
        ),
        .init(
            "7541 6.2.3",
            "a literal field never to be indexed",
            block([0x10] ++ H2Bytes.string("authorization") ++ H2Bytes.string("y")),
            .answered(200)
        ),
        fault(
            "7541 6.3",
            "a size update above SETTINGS_HEADER_TABLE_SIZE",
            H2Bytes.integer(4_097, prefix: 5, high: 0x20) ++ H2Bytes.request()
        ),
    ]
}
