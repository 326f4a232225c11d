// RFC 3986, 5.2.4 and 6.2.2: has every path one form, and is what hides from it refused?

import Bytes
import HTTP
import Testing

private func normalize(_ raw: String) -> Result<String, H1Error> { normalize(Array(raw.utf8)) }

private func normalize(_ raw: [UInt8]) -> Result<String, H1Error> {
    raw.withByteView { view in
        var buffer = ByteBuffer()
        do throws(H1Error) {
            let changed = try PathNormalizer.normalize(view, into: &buffer)
            let result = changed ? buffer.readable : view
            // What is said to be unchanged must be a path that was left alone, not one that was not looked at.
            #expect(!changed || buffer.readable != view)
            return .success(String(result))
        } catch {
            return .failure(error)
        }
    }
}

@Suite struct `Path normalizer` {
    @Test(arguments: [
        ("/", "/"), ("/a", "/a"), ("/a/", "/a/"), ("/a/b.c/d-e_f~g", "/a/b.c/d-e_f~g"), ("/%7e%41%2D%5f", "/~A-_"),
        ("/%c3%a9", "/%C3%A9"), ("/a%2fb", "/a%2Fb"), ("/a%2Fb", "/a%2Fb"), ("/%25%32%65", "/%252e"),
        ("/%252e%252e/", "/%252e%252e/"),
        ("//", "/"), ("///a//b///", "/a/b/"), ("//evil.example/x", "/evil.example/x"), ("/.", "/"), ("/./", "/"),
        ("/a/.", "/a/"),
        ("/a/./b", "/a/b"), ("/a/..", "/"), ("/a/../", "/"), ("/a/b/..", "/a/"), ("/a/b/../c", "/a/c"),
        ("/a/b/../../c", "/c"),
        ("/a//../b", "/b"), ("/a/%2e%2e/b", "/b"), ("/a/.%2e/b", "/b"), ("/a/%2E/b", "/a/b"), ("/...", "/..."),
        ("/.a", "/.a"),
        ("/..a/b", "/..a/b"), ("/.well-known/x", "/.well-known/x"), ("/a;b=c/d;e", "/a;b=c/d;e"), ("/a;/../b", "/b"),
        ("/;a", "/;a"),
        ("/a$b=c&d+e!f*g'h(i)j,k:l@m", "/a$b=c&d+e!f*g'h(i)j,k:l@m"), ("/a[1]|{b}^`", "/a[1]|{b}^`"),
        ("/%3f%23", "/%3F%23"),
        ("/a%20b", "/a%20b"), ("/a.%2fb", "/a.%2Fb"), ("/a%3B..", "/a%3B.."),
    ])
    func `a path has one normal form`(raw: String, normal: String) {
        #expect(normalize(raw) == .success(normal))
    }

    @Test(arguments: [
        ("", H1Error.invalidTarget), ("a", .invalidTarget), ("*", .invalidTarget), ("/..", .pathAboveRoot),
        ("/../a", .pathAboveRoot),
        ("/a/../..", .pathAboveRoot), ("/%2e%2e/a", .pathAboveRoot), ("//..", .pathAboveRoot),
        ("/./..", .pathAboveRoot),
        ("/a\\b", .backslashInPath), ("/a%5cb", .backslashInPath), ("/a%5Cb", .backslashInPath),
        ("/%00", .controlInPath),
        ("/%0d%0a", .controlInPath), ("/%7f", .controlInPath), ("/a\u{1}", .controlInPath),
        ("/a\u{7f}", .controlInPath),
        ("/%", .invalidEscape), ("/%4", .invalidEscape), ("/%4g", .invalidEscape), ("/%g4", .invalidEscape),
        ("/%%41", .invalidEscape),
        ("/%u0041", .invalidEscape), ("/a#b", .fragmentInTarget), ("/a?b", .invalidPathByte),
        ("/a b", .invalidPathByte),
        ("/\"", .invalidPathByte), ("/<", .invalidPathByte), ("/>", .invalidPathByte), ("/\u{e9}", .invalidPathByte),
        ("/..;/a", .disguisedDotSegment), ("/a/..;x/b", .disguisedDotSegment), ("/.;x/b", .disguisedDotSegment),
        ("/a/%2e%2e;x/b", .disguisedDotSegment), ("/a/..%3b/b", .disguisedDotSegment),
        ("/a/..%2fb", .disguisedDotSegment),
        ("/a/x%2f../b", .disguisedDotSegment), ("/a/x%2F%2e%2E%2Fb", .disguisedDotSegment),
        ("/a/..%2f..%2fetc", .disguisedDotSegment),
        ("/a/x%2f.;y", .disguisedDotSegment), ("/a/.%2f", .disguisedDotSegment),
    ])
    func `a path that two readers could take differently is refused`(raw: String, fault: H1Error) {
        #expect(normalize(raw) == .failure(fault))
    }

    @Test func `normalising twice changes nothing more`() throws {
        var random = SeededRandom(seed: 17)
        let pieces = ["/", "//", ".", "..", "a", "%2e", "%2F", ";", "%41", "%c3", "~", "b=c", "%25", "2e", "%3B"]
        var accepted = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0..<12, using: &random)
            let raw = "/" + (0..<count).map { _ in pieces.randomElement(using: &random)! }.joined()
            guard case .success(let once) = normalize(raw) else { continue }
            accepted += 1
            #expect(normalize(once) == .success(once), "\(raw)")
            #expect(
                !once.contains("//") && !once.contains("/./") && !once.contains("/../") && once.hasPrefix("/"),
                "\(raw)"
            )
        }
        #expect(accepted > 1000)
    }

    /// The rules once more, segment by segment on arrays, without the fast path.
    @Test func `the normalizer agrees with its plain twin on random paths`() {
        var random = SeededRandom(seed: 23)
        let alphabet = Array("/./;%2eE2fF5cC3bBaZ~\\#?\" ".utf8)
        for _ in 0..<30_000 {
            let count = Int.random(in: 0..<24, using: &random)
            let raw = [0x2F] + (0..<count).map { _ in alphabet.randomElement(using: &random)! }
            let twin = plainNormalize(raw)
            switch normalize(raw) {
            case .success(let path): #expect(twin == Array(path.utf8), "\(String(decoding: raw, as: UTF8.self))")
            case .failure: #expect(twin == nil, "\(String(decoding: raw, as: UTF8.self))")
            }
        }
    }
}

/// The normal form by the letter of the rules, or nil.
private func plainNormalize(_ raw: [UInt8]) -> [UInt8]? {
    var kept: [String] = []
    let segments = raw.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
        guard let decoded = plainDecode(Array(segment)) else { return nil }
        let isLast = index == segments.count - 1
        switch decoded {
        case "": if isLast { kept.append("") }
        case ".": if isLast { kept.append("") }
        case "..":
            if kept.isEmpty { return nil }
            kept.removeLast()
            if isLast { kept.append("") }
        default:
            let pieces = decoded.replacing("%2F", with: "/").split(separator: "/", omittingEmptySubsequences: false)
            for piece in pieces {
                let stem = piece.replacing("%3B", with: ";").split(separator: ";", omittingEmptySubsequences: false)[0]
                if stem == "." || stem == ".." { return nil }
            }
            kept.append(decoded)
        }
    }
    return Array("/\(kept.joined(separator: "/"))".utf8)
}

private func plainDecode(_ segment: [UInt8]) -> String? {
    var text = ""
    var at = 0
    while at < segment.count {
        let byte = segment[at]
        if byte == 0x25 {
            guard at + 2 < segment.count else { return nil }
            let digits = String(decoding: segment[(at + 1)...(at + 2)], as: UTF8.self)
            guard digits.allSatisfy(\.isHexDigit), let value = UInt8(digits, radix: 16) else { return nil }
            if value < 0x20 || value == 0x7F || value == 0x5C { return nil }
            let character = Character(UnicodeScalar(value))
            let isUnreserved = value < 0x80 && (character.isLetter || character.isNumber || "-._~".contains(character))
            text += isUnreserved ? String(character) : "%" + digits.uppercased()
            at += 3
        } else {
            if byte <= 0x20 || byte >= 0x7F || Array("\\#?\"<>".utf8).contains(byte) { return nil }
            text.unicodeScalars.append(UnicodeScalar(byte))
            at += 1
        }
    }
    return text
}
