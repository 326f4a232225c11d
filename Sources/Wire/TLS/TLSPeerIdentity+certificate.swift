// How is an identity read from a certificate?

import COpenSSL

extension TLSPeerIdentity {
    /// More than a header should ever carry.
    private static let mostSubjectBytes = 2048
    /// Room for all alternative names; what does not fit is left out.
    private static let mostAlternativeBytes = 8192

    /// Reads a certificate that was verified. Nil when its subject is longer than anyone would want to pass on: a client
    /// that cannot be named is nobody.
    @unsafe
    convenience init?(_ certificate: OpaquePointer) {
        guard let subject = unsafe Self.subject(certificate) else { return nil }
        var digest = [UInt8](repeating: 0, count: 32)
        // Sound: the C side writes thirty-two bytes.
        guard unsafe COpenSSL_fingerprint(certificate, &digest) == 1 else { return nil }
        let names = unsafe Self.alternativeNames(certificate)
        unsafe self.init(
            commonName: names.isEmpty ? Self.commonName(certificate) : "",
            subject: subject,
            fingerprint: digest.map(Self.hexadecimal).joined(),
            uris: names.filter { $0.kind == UInt8(ascii: "U") }.compactMap { Self.uri($0.bytes) },
            dnsNames: names.filter { $0.kind == UInt8(ascii: "D") }.compactMap { Self.dnsName($0.bytes) }
        )
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        let digits = String(byte, radix: 16)
        return byte < 16 ? "0" + digits : digits
    }

    /// OpenSSL writes `\"` and `\\`, which readers of a quoted value understand in different ways; by their numbers they
    /// mean the same and end no quotation.
    @unsafe
    private static func subject(_ certificate: OpaquePointer) -> String? {
        var text = [CChar](repeating: 0, count: mostSubjectBytes)
        let count = unsafe COpenSSL_subject(certificate, &text, text.count)
        if count < 0 { return nil }
        let out = numbered(text[0..<Int(count)].map { UInt8(bitPattern: $0) })
        return out.allSatisfy(isPrintable) ? String(decoding: out, as: UTF8.self) : nil
    }

    /// The same with `\22` and `\5C` for `\"` and `\\`.
    private static func numbered(_ text: [UInt8]) -> [UInt8] {
        let backslash = UInt8(ascii: "\\")
        var out: [UInt8] = []
        var isEscaped = false
        for byte in text {
            switch (isEscaped, byte) {
            case (false, backslash):
                isEscaped = true
                continue
            case (false, _): out.append(byte)
            case (true, UInt8(ascii: "\"")): out += Array("\\22".utf8)
            case (true, backslash): out += Array("\\5C".utf8)
            case (true, _): out += [backslash, byte]
            }
            isEscaped = false
        }
        return out
    }

    /// Empty when there is none, or one that would confuse whoever reads it.
    @unsafe
    private static func commonName(_ certificate: OpaquePointer) -> String {
        var text = [UInt8](repeating: 0, count: 256)
        let count = unsafe COpenSSL_common_name(certificate, &text, text.count)
        guard count > 0 else { return "" }
        let bytes = text[0..<Int(count)]
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        return isPlain ? String(validating: bytes, as: UTF8.self) ?? "" : ""
    }

    @unsafe
    private static func alternativeNames(_ certificate: OpaquePointer) -> [(kind: UInt8, bytes: ArraySlice<UInt8>)] {
        var room = [UInt8](repeating: 0, count: mostAlternativeBytes)
        let used = unsafe COpenSSL_alternative_names(certificate, &room, room.count)
        var names: [(kind: UInt8, bytes: ArraySlice<UInt8>)] = []
        var place = 0
        while place < used, names.count < 2 * mostNames {
            let end = place + 3 + Int(room[place + 1]) << 8 + Int(room[place + 2])
            names.append((room[place], room[(place + 3)..<end]))
            place = end
        }
        return names
    }

    /// Printable ASCII without what RFC 3986 never allows and quotations end with.
    private static func uri(_ bytes: ArraySlice<UInt8>) -> String? {
        let isFine = bytes.allSatisfy { isPrintable($0) && !" \"\\<>".utf8.contains($0) }
        return isFine && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
    }

    /// Letters, digits and what else stands in host names.
    private static func dnsName(_ bytes: ArraySlice<UInt8>) -> String? {
        let isFine = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: ".-_*".utf8.contains(byte)
            }
        }
        return isFine && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
    }

    private static func isPrintable(_ byte: UInt8) -> Bool { byte >= 0x20 && byte < 0x7F }
}
