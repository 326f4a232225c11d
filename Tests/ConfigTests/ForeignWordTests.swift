// Is what other gateways say told in words that are right here?

import Testing

@testable import Config

@Suite struct ForeignWordTests {
    @Test func `each word is written as it is looked up, and once`() {
        for (word, advice) in ForeignWords.pairs { #expect(ForeignWords.advice(for: word) == advice, "\(word)") }
        #expect(Set(ForeignWords.pairs.map(\.word)).count == ForeignWords.pairs.count)
    }

    @Test func `capitals, underscores and the signs of other languages make no difference`() {
        #expect(ForeignWords.advice(for: "Proxy_Pass") == ForeignWords.advice(for: "proxy-pass"))
        #expect(ForeignWords.advice(for: "http2;") == ForeignWords.advice(for: "http2"))
        #expect(ForeignWords.advice(for: "frobnicate") == nil && ForeignWords.advice(for: "") == nil)
    }

    /// What the advice shows as a whole line of a file is one.
    @Test func `what is to be written can be read`() {
        for advice in Set(ForeignWords.pairs.map(\.advice)) {
            for start in ["limits {", "cluster * {", "service * {", "overrides {"] {
                for line in fragments(of: advice, from: start) {
                    let found = codes("\(line)\nlisten :80 { respond 404 }", files: ["internal.pem": authority])
                    #expect(found.allSatisfy { $0 == .unreadableCertificate }, "\(line): \(found)")
                }
            }
        }
    }

    /// Every part of `text` that begins so, up to the brace that closes it.
    private func fragments(of text: String, from start: String) -> [String] {
        var (found, rest): ([String], Substring) = ([], text[...])
        while let range = rest.firstRange(of: start) {
            var (depth, line) = (0, "")
            for character in rest[range.lowerBound...] {
                line.append(character)
                if character == "{" { depth += 1 }
                if character == "}" { depth -= 1 }
                if character == "}", depth == 0 { break }
            }
            found.append(line)
            rest = rest[range.upperBound...]
        }
        return found
    }

    @Test func `a host may have the name of a foreign word`() throws {
        let found = load(withRoute("route /* to backend server:81")).diagnostics
        #expect(found.map(\.message) == ["\"backend\" has no port"])
        #expect(codes(withRoute("route /* to backend:80 server:81")).isEmpty)
    }
}
