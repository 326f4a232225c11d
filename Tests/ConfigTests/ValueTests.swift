// What do single values mean?

import Testing

@testable import Config

@Suite struct ValueTests {
    @Test(arguments: [
        ("250ms", Duration.milliseconds(250)), ("10s", .seconds(10)), ("1.5s", .milliseconds(1500)),
        ("5m", .seconds(300)),
        ("1.5h", .seconds(5400)), ("0", .zero), ("0.000001s", .microseconds(1)),
    ])
    func `a duration is exact`(text: String, duration: Duration) throws {
        #expect(try DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        "", "s", "-1s", "1 s", "1.s", ".5s", "1e3s", "10", "10S", "1s1", "99999999999999999999s", "1..5s",
    ])
    func `what is not a duration is refused`(text: String) {
        #expect(throws: DurationText.Fault.self) { try DurationText.parse(text) }
    }

    @Test(arguments: [
        (Duration.milliseconds(250), "250ms"), (.seconds(10), "10s"), (.seconds(60), "1m"), (.seconds(5400), "90m"),
        (.seconds(7200), "2h"),
        (.zero, "0s"),
    ])
    func `a duration is shown in its largest unit`(duration: Duration, text: String) {
        #expect(DurationText.text(duration) == text)
    }

    @Test(arguments: [("0B", 0), ("512B", 512), ("32KiB", 32768), ("1.5MiB", 1_572_864), ("4GiB", 4 << 30)])
    func `a size is exact`(text: String, bytes: Int) throws {
        #expect(try SizeText.parse(text) == bytes)
    }

    @Test(arguments: ["", "10", "10kb", "10MB", "KiB", "-1B", "999999999999999GiB"])
    func `what is not a size is refused`(text: String) {
        #expect(throws: SizeText.Fault.self) { try SizeText.parse(text) }
    }

    @Test(arguments: [
        ("127.0.0.1:80", true), ("[::1]:80", true), (":80", true), ("host", true), ("a_b.c:1", true), ("::1", false),
        ("[::1", false),
        ("[x]:1", false), ("a:0", false), ("a:65536", false), ("a:+1", false), ("a:", false), ("1.2.3:80", false),
        ("a b:1", false), ("-", true),
    ])
    func `host and port are told apart`(text: String, isGood: Bool) {
        #expect(((try? HostPort(parsing: text)) != nil) == isGood)
    }

    @Test(arguments: [
        ("a.conf", "*.conf", true), (".conf", "*.conf", true), ("a.conf", "?.conf", true), ("ab.conf", "?.conf", false),
        ("abc", "a*b*c", true), ("abcb", "a*b*c", false), ("", "*", true), ("x", "", false),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", "*a*a*a*a*a*a*a*a*c", false),
    ])
    func `a wildcard takes what it should`(name: String, pattern: String, fits: Bool) {
        #expect(PathText.matches(name, pattern: pattern) == fits)
    }

    @Test(arguments: [
        ("0.1", "0.1% is one request in a thousand; 10% is one in ten."),
        ("0.5", "0.5% is 0.5 requests in a hundred; 50% is 50 in a hundred."),
        ("1", "1% is one request in a hundred; 100% is every one."),
        ("0.01", "0.01% is one request in ten thousand; 1% is one in a hundred."),
        ("0.25", "0.25% is 0.25 requests in a hundred; 25% is 25 in a hundred."),
        ("25", "25% is 25 requests in a hundred."), ("1.0", "1% is one request in a hundred; 100% is every one."),
    ])
    func `a number without its unit is explained`(number: String, hint: String) {
        let diagnostic = load("trace { sample \(number) }\n" + withRoute("respond 404")).diagnostics.first
        #expect(diagnostic?.hint?.hasPrefix(hint) == true, "\(diagnostic?.hint ?? "")")
    }
}
