// Do includes end, and is each circle said once?

import Testing

@testable import Config

@Suite struct IncludeTests {
    @Test(arguments: ["../inc/*.conf", "*.conf", "./1.conf", "../inc/./deep/../1.conf"])
    func `a file that includes itself by any spelling is one circle`(spelling: String) {
        let files = ["inc/1.conf": "include \(spelling)\nworkers 2\n"]
        let outcome = load("include inc/*.conf\n" + withRoute("respond 404"), files: files)
        #expect(outcome.diagnostics.map(\.code) == [.includeCycle])
        #expect(outcome.diagnostics.first?.place.description == "inc/1.conf:1:9")
        #expect(outcome.files.map(\.name) == ["gateway.conf", "inc/1.conf"])
    }

    @Test func `files that all include each other are one circle`() {
        let files = Dictionary(uniqueKeysWithValues: (1...9).map { ("inc/\($0).conf", "include ../inc/*.conf\n") })
        let outcome = load("include inc/*.conf\n" + withRoute("respond 404"), files: files)
        #expect(outcome.diagnostics.map(\.code) == [.includeCycle])
    }

    @Test(arguments: [
        ("a/b", "a/b"), ("./a", "a"), ("a//b/./c", "a/b/c"), ("inc/../inc/a", "inc/a"), ("../a", "../a"),
        ("../../a/..", "../.."), ("/../a", "/a"), ("/a/../../b", "/b"),
    ])
    func `a path has one normal form`(path: String, normal: String) {
        #expect(PathText.normal(path) == normal)
        #expect(PathText.normal(normal) == normal)
    }
}
